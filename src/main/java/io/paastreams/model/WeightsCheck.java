package io.paastreams.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares the tensors that a network needs with those at hand. */
final class WeightsCheck {

  private WeightsCheck() {}

  /**
   * Requires the same names with the same shapes.
   *
   * @throws IllegalArgumentException naming every difference
   */
  static void requireEqual(Map<String, Shape> needed, StateDict weights) {
    List<String> faults = new ArrayList<>();
    needed.forEach(
        (name, shape) -> {
          StateDict.Tensor tensor = weights.tensors().get(name);
          if (tensor == null) {
            faults.add("missing: " + name + " " + shape);
          } else if (!shape.equals(new Shape(tensor.shape()))) {
            faults.add(
                "wrong shape: " + name + " is " + new Shape(tensor.shape()) + ", needed " + shape);
          } else if (tensor.values().length != shape.size()) {
            faults.add(
                "wrong length: "
                    + name
                    + " "
                    + shape
                    + " has "
                    + tensor.values().length
                    + " values");
          }
        });
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (!needed.containsKey(name)) {
                faults.add("unexpected: " + name + " " + new Shape(tensor.shape()));
              }
            });
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "the weights do not fit the recipe:\n  " + String.join("\n  ", faults));
    }
  }
}
