package io.paastreams.training.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * A tensor that is trained.
 *
 * @param name the name in the state dictionary
 * @param array the values, which require a gradient
 */
public record Weight(String name, NDArray array) {

  /**
   * The accumulated gradient.
   *
   * @return a new handle, which the caller must close
   */
  NDArray gradient() {
    return array.getGradient();
  }

  /** Whether the weight is a norm's factor or a bias: a vector or a scalar, not a kernel. */
  boolean isVector() {
    return array.getShape().dimension() <= 1;
  }

  /** Sets the gradient to zero in place. */
  void clearGradient() {
    JniUtils.zeroGrad((PtNDArray) array);
  }
}
