package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link NetworkScript} computes from its weights once, before the first pass.
 *
 * <p>Threading: confined to one thread.
 */
final class Preparation {

  private final List<String> arguments = new ArrayList<>();
  private final List<NDArray> arrays = new ArrayList<>();
  private final Map<NDArray, String> known = new IdentityHashMap<>();
  private final Map<String, String> statements = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final List<String> results = new ArrayList<>();

  /** The name of a weight in expressions. */
  String weight(NDArray array) {
    return known.computeIfAbsent(
        array,
        unknown -> {
          String name = "a" + arrays.size();
          arguments.add(name);
          arrays.add(unknown);
          return name;
        });
  }

  /**
   * Computes an expression unless the same one was computed before.
   *
   * @return the name of the variable that holds it in later expressions
   */
  String compute(String expression) {
    return statements.computeIfAbsent(
        expression,
        unknown -> {
          String name = "p" + lines.size();
          lines.add(name + " = " + unknown);
          return name;
        });
  }

  /**
   * Computes a value that passes read.
   *
   * @return the name of the argument that holds it in the script
   */
  String argument(String expression) {
    String name = compute(expression);
    if (!results.contains(name)) {
      results.add(name);
    }
    return name;
  }

  /**
   * Runs the preparation and adds the results to the script's arguments. They belong to the
   * weights' manager.
   */
  void run(List<String> scriptArguments, List<NDArray> scriptWeights) {
    if (results.isEmpty()) {
      return;
    }
    NDList computed =
        ScriptModule.compile(arrays.get(0).getManager(), arguments, lines, results)
            .apply(arrays.toArray(NDArray[]::new));
    scriptArguments.addAll(results);
    scriptWeights.addAll(computed);
  }
}
