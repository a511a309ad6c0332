package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A PyTorch operation that DJL does not offer, written as one TorchScript expression: see {@link
 * ScriptModule}. One compiled instance per text serves the whole process.
 *
 * <p>Threading: safe.
 */
public final class ScriptFunction {

  private static final Map<String, ScriptFunction> COMPILED = new ConcurrentHashMap<>();
  private static final List<String> ARGUMENTS = List.of("x", "y", "z");

  private final ScriptModule module;

  private ScriptFunction(ScriptModule module) {
    this.module = module;
  }

  /**
   * The function that computes {@code expression}, compiled on first use.
   *
   * @param expression TorchScript with the arguments x, y and z
   * @param arity how many of these it takes, 1 to 3
   */
  public static ScriptFunction of(String expression, int arity) {
    return COMPILED.computeIfAbsent(
        arity + ":" + expression,
        key ->
            new ScriptFunction(
                ScriptModule.compile(
                    NDManager.newBaseManager(), // never closed
                    ARGUMENTS.subList(0, arity),
                    List.of(),
                    List.of(expression))));
  }

  /** The function's value, in the manager of the first argument. */
  public NDArray apply(NDArray... arguments) {
    return module.apply(arguments).singletonOrThrow();
  }
}
