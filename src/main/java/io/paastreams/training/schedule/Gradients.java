package io.paastreams.training.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/** Operations on the gradients of all weights together. */
public final class Gradients {

  /** As in PyTorch: keeps a gradient of length 0 from being divided by 0. */
  private static final double EPSILON = 1e-6;

  private Gradients() {}

  /**
   * The length of the vector of all gradients; NaN or infinite if any of them is.
   *
   * @param weights weights with gradients
   */
  public static double norm(List<Weight> weights) {
    NDList squares = new NDList();
    try {
      for (Weight weight : weights) {
        try (NDArray gradient = weight.gradient();
            NDArray squared = gradient.square()) {
          squares.add(squared.sum());
        }
      }
      try (NDArray stacked = NDArrays.stack(squares);
          NDArray sum = stacked.sum()) {
        return Math.sqrt(sum.getFloat());
      }
    } finally {
      squares.close();
    }
  }

  /**
   * Shortens all gradients together if their norm is too large.
   *
   * @param norm the norm as measured by {@link #norm}
   * @param maxNorm the largest norm that is left unchanged
   */
  public static void clip(List<Weight> weights, double norm, double maxNorm) {
    double factor = maxNorm / (norm + EPSILON);
    if (factor < 1) {
      for (Weight weight : weights) {
        try (NDArray gradient = weight.gradient()) {
          gradient.muli(factor);
        }
      }
    }
  }

  /** Sets all gradients to zero. */
  public static void clear(List<Weight> weights) {
    weights.forEach(Weight::clearGradient);
  }
}
