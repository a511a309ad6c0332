package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import io.paastreams.model.layer.NetworkScript.Value;

/** Rectified linear unit. */
public final class Relu {

  private Relu() {}

  /** max(x, 0). */
  public static NDArray of(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  /** max(x, 0) in the memory of {@code x}. */
  public static Value write(NetworkScript.Writer script, Value x) {
    return script.add("torch.relu_(%s)", x);
  }

  /** max(x + y, 0) in the memory of {@code x}, for arrays of one shape. */
  public static Value writeSum(NetworkScript.Writer script, Value x, Value y) {
    return script.add("torch.relu_(torch.add_(%s, %s))", x, y);
  }
}
