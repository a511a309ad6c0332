package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.paastreams.model.layer.Value.Bytes;
import io.paastreams.model.layer.Value.Floats;
import io.paastreams.model.layer.Value.Sums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network as one function of the engine: a forward pass is a single call, and the engine frees
 * what is in between as soon as it is used. Called one by one from Java its hundreds of operations
 * cost about ten microseconds each beside what they compute.
 *
 * <p>Threading: any thread.
 */
public final class NetworkScript {

  private final ScriptModule module;
  private final List<NDArray> weights;
  private final @Nullable PackedKernels kernels;

  private NetworkScript(
      ScriptModule module, List<NDArray> weights, @Nullable PackedKernels kernels) {
    this.module = module;
    this.weights = List.copyOf(weights);
    this.kernels = kernels;
  }

  /**
   * The network's results, in the manager of {@code input}, which is not closed.
   *
   * @param input of the type of the weights
   */
  public NDList apply(NDArray input) {
    if (kernels == null) {
      return module.apply(arguments(input, weights));
    }
    List<NDArray> all = new ArrayList<>(weights);
    all.addAll(kernels.of(input, weights));
    return module.apply(arguments(input, all));
  }

  static NDArray[] arguments(NDArray input, List<NDArray> weights) {
    NDArray[] arguments = new NDArray[1 + weights.size()];
    arguments[0] = input;
    for (int i = 0; i < weights.size(); i++) {
      arguments[1 + i] = weights.get(i);
    }
    return arguments;
  }

  /** Whether passes read this array; what only the preparation read may be closed. */
  public boolean reads(NDArray array) {
    return weights.stream().anyMatch(weight -> weight == array);
  }

  /**
   * Takes down what the layers do, in order.
   *
   * <p>Threading: one thread.
   */
  public static final class Writer {

    private final DataType type;
    private final boolean onCpu;
    private final Storage storage;
    private final Map<Layer, String> places;
    private final List<String> arguments = new ArrayList<>(List.of("x"));
    private final List<String> statements = new ArrayList<>();
    private final List<NDArray> weights = new ArrayList<>();
    private final List<String> packing = new ArrayList<>();
    private final List<String> packed = new ArrayList<>();
    private final Map<NDArray, Floats> known = new IdentityHashMap<>();
    private final Map<Sums, Floats> summed = new IdentityHashMap<>();
    private final Map<String, Floats> shared = new HashMap<>();
    private final Set<String> overwritten = new HashSet<>();
    private final Preparation preparation = new Preparation();

    /**
     * An empty script of floats.
     *
     * @param type of the weights
     * @param onCpu whether they are there
     */
    public Writer(DataType type, boolean onCpu) {
      this(type, onCpu, Storage.AS_IS, Map.of());
    }

    /**
     * An empty script.
     *
     * @param type of the weights
     * @param onCpu whether they are there
     * @param storage of what convolutions read
     * @param places names of all layers after which something is stored
     */
    public Writer(DataType type, boolean onCpu, Storage storage, Map<Layer, String> places) {
      this.type = type;
      this.onCpu = onCpu;
      this.storage = storage;
      this.places = places;
    }

    /** In which the layers compute. */
    DataType type() {
      return type;
    }

    boolean onCpu() {
      return onCpu;
    }

    /** Whether convolutions read bytes. */
    boolean inBytes() {
      return storage.inBytes();
    }

    /** The network's input. */
    public Value input() {
      return new Floats("x");
    }

    /** A weight, which must live as long as the script. */
    Floats weight(NDArray array) {
      return known.computeIfAbsent(
          array,
          unknown -> {
            String name = "w" + weights.size();
            arguments.add(name);
            weights.add(unknown);
            return new Floats(name);
          });
    }

    /** What is computed once, before the first pass. */
    Preparation preparation() {
      return preparation;
    }

    /**
     * Adds an operation on floats.
     *
     * @param expression TorchScript, in which {@link String#formatted} puts the operands; of those
     *     the sums of a convolution are computed first
     * @return its result
     */
    public Floats add(String expression, Object... operands) {
      Object[] texts = Arrays.stream(operands).map(this::computed).toArray();
      return new Floats(assign(expression.formatted(texts)));
    }

    private Object computed(Object operand) {
      return operand instanceof Sums sums ? floats(sums) : operand;
    }

    /** Computes the sums of a convolution as floats, unless that was done before. */
    private Floats floats(Sums sums) {
      return summed.computeIfAbsent(sums, unknown -> QuantizedConvolution.floats(this, unknown));
    }

    /** Lets the result of a convolution lie in these bytes, which nobody may read any more. */
    void overwrite(Bytes bytes) {
      overwritten.add(bytes.name());
    }

    /**
     * The bytes, if they are still there.
     *
     * @throws IllegalStateException if a result lies in their memory
     */
    Bytes kept(Bytes bytes) {
      if (overwritten.contains(bytes.name())) {
        throw new IllegalStateException(
            bytes + " is overwritten by a sum that was added to it, and read after that");
      }
      return bytes;
    }

    /** Adds a statement and returns the name of the variable that holds its result. */
    String assign(String expression) {
      String name = "v" + statements.size();
      statements.add(name + " = " + expression);
      packing.add(name + " = " + expression);
      return name;
    }

    /**
     * Adds what depends on the weights and the size of the images alone.
     *
     * @return name of the variable that holds the result
     */
    String packed(String expression) {
      String name = "k" + packed.size();
      packing.add(name + " = " + expression);
      packed.add(name);
      return name;
    }

    /** Adds an operation, or finds the same one that was added before; none may write into it. */
    Floats once(String expression, Object... operands) {
      String statement = expression.formatted(operands);
      return shared.computeIfAbsent(statement, s -> add("%s", s));
    }

    /**
     * What convolutions read of a layer's result.
     *
     * @param layer whose result it is
     */
    public Value stored(Layer layer, Value x) {
      return stored(places.getOrDefault(layer, ""), x);
    }

    /** The same of what no layer has made. */
    public Value stored(String place, Value x) {
      return storage.store(this, place, inMemory(x));
    }

    /** Sums that were needed as floats elsewhere are not computed again. */
    private Value inMemory(Value x) {
      return x instanceof Sums sums && summed.containsKey(sums) ? floats(sums) : x;
    }

    /** The same of what is negative being 0; in the memory of {@code x}. */
    Value storedRectified(Layer layer, Value x) {
      return storage.storeRectified(this, places.getOrDefault(layer, ""), x);
    }

    /** As which bytes {@link #storedRectified} stores a layer's result; empty if as floats. */
    Optional<Quantization> storedRectifiedAs(Layer layer) {
      return storage.rectifiedBytes(places.getOrDefault(layer, ""));
    }

    /** Ends the function, which returns these. */
    public NetworkScript returning(List<? extends Value> results) {
      List<String> names = results.stream().map(result -> computed(result).toString()).toList();
      preparation.run(arguments, weights);
      PackedKernels kernels =
          packed.isEmpty()
              ? null
              : new PackedKernels(ScriptModule.compile(arguments, packing, packed));
      List<String> all = new ArrayList<>(arguments);
      all.addAll(packed);
      return new NetworkScript(
          ScriptModule.compile(all, Collections.unmodifiableList(statements), names),
          weights,
          kernels);
    }
  }
}
