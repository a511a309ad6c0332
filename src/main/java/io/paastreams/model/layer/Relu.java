package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;

/** Rectified linear unit. */
public final class Relu {

  private static final ScriptFunction IN_PLACE = ScriptFunction.of("torch.relu_(x)", 1);
  private static final ScriptFunction SUM_IN_PLACE =
      ScriptFunction.of("torch.relu_(torch.add_(x, y))", 2);

  private Relu() {}

  /** max(x, 0). Takes {@code x} over: in inference its memory holds the result. */
  public static NDArray of(NDArray x, boolean training) {
    return training ? x.getNDArrayInternal().relu() : Layer.then(x, IN_PLACE.apply(x), training);
  }

  /**
   * max(x + y, 0) for arrays of one shape. Takes {@code x} over: in inference its memory holds the
   * result.
   */
  public static NDArray ofSum(NDArray x, NDArray y, boolean training) {
    return training
        ? x.add(y).getNDArrayInternal().relu()
        : Layer.then(x, SUM_IN_PLACE.apply(x, y), training);
  }
}
