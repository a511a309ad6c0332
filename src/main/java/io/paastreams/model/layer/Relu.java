package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import io.paastreams.model.layer.Value.Bytes;
import io.paastreams.model.layer.Value.Sums;

/** Rectified linear unit. */
public final class Relu {

  private Relu() {}

  /** Computes max(x, 0). */
  public static NDArray of(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  /**
   * Writes the ReLU for inference, in the memory of {@code x}.
   *
   * @param layer the layer whose result {@code x} is
   * @return the value that convolutions read
   */
  public static Value write(NetworkScript.Writer script, Layer layer, Value x) {
    return script.storedRectified(layer, x);
  }

  /**
   * Writes the ReLU of x + y for arrays of the same shape, in the memory of one of the two.
   *
   * @param layer the layer whose result the sum is
   * @param y a value that convolutions have read
   */
  public static Value writeSum(NetworkScript.Writer script, Layer layer, Value x, Value y) {
    Value sum =
        x instanceof Sums sums && y instanceof Bytes shortcut
            ? sums.plus(shortcut)
            : script.add("torch.add_(%s, %s)", x, y);
    return script.storedRectified(layer, sum);
  }
}
