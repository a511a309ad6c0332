package io.paastreams.training.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * A tensor that is trained.
 *
 * @param name in the state dictionary
 * @param array its values, which require a gradient
 */
public record Weight(String name, NDArray array) {

  /**
   * The accumulated gradient.
   *
   * @return a new handle that the caller closes
   */
  NDArray gradient() {
    return array.getGradient();
  }

  /** Whether it is a norm's factor or a bias: a vector or a scalar, not a kernel. */
  boolean isVector() {
    return array.getShape().dimension() <= 1;
  }

  /** Sets the gradient to zero in place. */
  void clearGradient() {
    JniUtils.zeroGrad((PtNDArray) array);
  }
}
