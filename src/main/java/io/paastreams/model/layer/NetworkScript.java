package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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

  private NetworkScript(ScriptModule module, List<NDArray> weights) {
    this.module = module;
    this.weights = List.copyOf(weights);
  }

  /**
   * The network's results, in the manager of {@code input}, which is not closed.
   *
   * @param input of the type of the weights
   */
  public NDList apply(NDArray input) {
    NDArray[] arguments = new NDArray[1 + weights.size()];
    arguments[0] = input;
    for (int i = 0; i < weights.size(); i++) {
      arguments[1 + i] = weights.get(i);
    }
    return module.apply(arguments);
  }

  /**
   * A tensor within the function.
   *
   * @param name of the variable that holds it
   */
  public record Value(String name) {

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Takes down what the layers do, in order.
   *
   * <p>Threading: one thread.
   */
  public static final class Writer {

    private final DataType type;
    private final boolean onCpu;
    private final List<String> arguments = new ArrayList<>(List.of("x"));
    private final List<String> statements = new ArrayList<>();
    private final List<NDArray> weights = new ArrayList<>();
    private final Map<NDArray, Value> known = new IdentityHashMap<>();
    private final Map<String, Value> shared = new HashMap<>();

    /**
     * An empty script.
     *
     * @param type of the weights
     * @param onCpu whether they are there
     */
    public Writer(DataType type, boolean onCpu) {
      this.type = type;
      this.onCpu = onCpu;
    }

    /** In which the layers compute. */
    DataType type() {
      return type;
    }

    boolean onCpu() {
      return onCpu;
    }

    /** The network's input. */
    public Value input() {
      return new Value("x");
    }

    /** A weight, which must live as long as the script. */
    Value weight(NDArray array) {
      return known.computeIfAbsent(
          array,
          unknown -> {
            String name = "w" + weights.size();
            arguments.add(name);
            weights.add(unknown);
            return new Value(name);
          });
    }

    /**
     * Adds an operation.
     *
     * @param expression TorchScript, in which {@link String#formatted} puts the operands
     * @return its result
     */
    public Value add(String expression, Object... operands) {
      Value result = new Value("v" + statements.size());
      statements.add(result + " = " + expression.formatted(operands));
      return result;
    }

    /** Adds an operation, or finds the same one that was added before; none may write into it. */
    Value once(String expression, Object... operands) {
      String statement = expression.formatted(operands);
      return shared.computeIfAbsent(statement, s -> add("%s", s));
    }

    /** Ends the function, which returns these. */
    public NetworkScript returning(List<Value> results) {
      return new NetworkScript(
          ScriptModule.compile(
              Collections.unmodifiableList(arguments),
              Collections.unmodifiableList(statements),
              results.stream().map(Value::name).toList()),
          weights);
    }
  }
}
