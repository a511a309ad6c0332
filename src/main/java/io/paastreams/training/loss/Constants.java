package io.paastreams.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/**
 * Arithmetic with constants that the backward pass reads again.
 *
 * <p>DJL's own operators with a {@link Number} free the number's memory when they return (0.35.1,
 * on CPUs) while the graph still points to it: if garbage is collected between the forward and the
 * backward pass, gradients are computed from whatever is there by then. Here the constant belongs
 * to the manager of its operand.
 */
final class Constants {

  private Constants() {}

  static NDArray times(NDArray x, float factor) {
    return x.mul(constant(x, factor));
  }

  static NDArray dividedBy(NDArray x, float divisor) {
    return x.div(constant(x, divisor));
  }

  static NDArray power(NDArray x, float exponent) {
    return x.pow(constant(x, exponent));
  }

  /** The larger of each element and {@code bound}. */
  static NDArray atLeast(NDArray x, float bound) {
    return NDArrays.maximum(x, constant(x, bound));
  }

  private static NDArray constant(NDArray operand, float value) {
    return operand.getManager().create(value);
  }
}
