package io.paastreams.model.layer;

import ai.djl.ndarray.NDArray;
import io.paastreams.model.layer.Value.Bytes;
import io.paastreams.model.layer.Value.Sums;

/** Rectified linear unit. */
public final class Relu {

  private Relu() {}

  /** max(x, 0). */
  public static NDArray of(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  /**
   * Writes it for inference, in the memory of {@code x}.
   *
   * @param layer whose result {@code x} is
   * @return what convolutions read of it
   */
  public static Value write(NetworkScript.Writer script, Layer layer, Value x) {
    return script.storedRectified(layer, x);
  }

  /**
   * The same of x + y, for arrays of one shape; in the memory of one of the two.
   *
   * @param layer whose result the sum is
   * @param y what convolutions have read
   */
  public static Value writeSum(NetworkScript.Writer script, Layer layer, Value x, Value y) {
    Value sum =
        x instanceof Sums sums && y instanceof Bytes shortcut
            ? sums.plus(shortcut)
            : script.add("torch.add_(%s, %s)", x, y);
    return script.storedRectified(layer, sum);
  }
}
