package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network as one function of the engine: a forward pass is a single call, and the engine frees
 * intermediate results as soon as they have been used. Called one by one from Java, its hundreds of
 * operations would each cost about ten microseconds more than their computation.
 *
 * <p>Threading: safe.
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
   * Computes the network's results, in the manager of {@code input}, which is not closed.
   *
   * @param input an array of the weights' type
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

  /** Whether passes read this array; an array that only the preparation read may be closed. */
  public boolean reads(NDArray array) {
    return weights.stream().anyMatch(weight -> weight == array);
  }

  /**
   * Records what the layers do, in order.
   *
   * <p>Threading: confined to one thread.
   */
  public static final class Writer {

    private final DataType type;
    private final boolean onCpu;
    private final ActivationStorage storage;
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
     * Creates an empty script of floats.
     *
     * @param type the type of the weights
     * @param onCpu whether the weights are on the CPU
     */
    public Writer(DataType type, boolean onCpu) {
      this(type, onCpu, ActivationStorage.AS_IS, Map.of());
    }

    /**
     * Creates an empty script.
     *
     * @param type the type of the weights
     * @param onCpu whether the weights are on the CPU
     * @param storage how values that convolutions read are stored
     * @param places the names of all layers after which something is stored
     */
    public Writer(
        DataType type, boolean onCpu, ActivationStorage storage, Map<Layer, String> places) {
      this.type = type;
      this.onCpu = onCpu;
      this.storage = storage;
      this.places = places;
    }

    /** The type in which the layers compute. */
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

    /** The computation that runs once, before the first pass. */
    Preparation preparation() {
      return preparation;
    }

    /**
     * Adds an operation on floats.
     *
     * @param expression TorchScript, into which {@link String#formatted} puts the operands; any
     *     operand that is the sums of a convolution is computed first
     * @return the result of the operation
     */
    public Floats add(String expression, Object... operands) {
      Object[] texts = Arrays.stream(operands).map(this::computed).toArray();
      return new Floats(assign(expression.formatted(texts)));
    }

    private Object computed(Object operand) {
      return operand instanceof Sums sums ? floats(sums) : operand;
    }

    /** Computes the sums of a convolution as floats unless that has already been done. */
    private Floats floats(Sums sums) {
      return summed.computeIfAbsent(sums, unknown -> QuantizedConvolution.floats(this, unknown));
    }

    /**
     * Puts the result of a convolution into the memory of these bytes, which must not be read any
     * more.
     */
    void overwrite(Bytes bytes) {
      overwritten.add(bytes.name());
    }

    /**
     * Returns the bytes if they still exist.
     *
     * @throws IllegalStateException if a result has overwritten them
     */
    Bytes kept(Bytes bytes) {
      if (overwritten.contains(bytes.name())) {
        throw new IllegalStateException(
            bytes + " is read after a sum that was added to it has overwritten it");
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
     * Adds a computation that depends only on the weights and the size of the images.
     *
     * @return the name of the variable that holds the result
     */
    String packed(String expression) {
      String name = "k" + packed.size();
      packing.add(name + " = " + expression);
      packed.add(name);
      return name;
    }

    /**
     * Adds an operation, or finds the same one added before; no operation may write into its
     * result.
     */
    Floats once(String expression, Object... operands) {
      String statement = expression.formatted(operands);
      return shared.computeIfAbsent(statement, s -> add("%s", s));
    }

    /**
     * The form of a layer's result that convolutions read.
     *
     * @param layer the layer whose result it is
     */
    public Value stored(Layer layer, Value x) {
      return stored(places.getOrDefault(layer, ""), x);
    }

    /** The form that convolutions read of a value that is not a layer's result. */
    public Value stored(String place, Value x) {
      return storage.store(this, place, inMemory(x));
    }

    /** Returns the floats of sums that were needed elsewhere instead of computing them again. */
    private Value inMemory(Value x) {
      return x instanceof Sums sums && summed.containsKey(sums) ? floats(sums) : x;
    }

    /** Like {@link #stored} with negative values replaced by 0, in the memory of {@code x}. */
    Value storedRectified(Layer layer, Value x) {
      return storage.storeRectified(this, places.getOrDefault(layer, ""), x);
    }

    /** Ends the function, which returns these results. */
    public NetworkScript returning(List<? extends Value> results) {
      List<String> names = results.stream().map(result -> computed(result).toString()).toList();
      preparation.run(arguments, weights);
      NDManager owner =
          weights.isEmpty() ? NDManager.newBaseManager() : weights.get(0).getManager();
      PackedKernels kernels =
          packed.isEmpty()
              ? null
              : new PackedKernels(ScriptModule.compile(owner, arguments, packing, packed));
      List<String> all = new ArrayList<>(arguments);
      all.addAll(packed);
      return new NetworkScript(
          ScriptModule.compile(owner, all, Collections.unmodifiableList(statements), names),
          weights,
          kernels);
    }
  }
}
