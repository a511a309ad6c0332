package io.paastreams.model.layer;

import ai.djl.ndarray.types.DataType;
import io.paastreams.model.layer.Value.Bytes;
import io.paastreams.model.layer.Value.Floats;

/** The stem's pooling: the largest of 3x3 values, every second place, padded by one. */
public final class MaxPool {

  private static final String POOL = "torch.max_pool2d(%s, [3, 3], [2, 2], [1, 1])";

  private MaxPool() {}

  /**
   * Writes it for inference. On a CPU the engine pools 16-bit floats at less than half the speed of
   * float32; since every result is one of the values, the way there and back changes nothing.
   */
  public static Value write(NetworkScript.Writer script, Value x) {
    DataType type = script.type();
    return script.onCpu() && type != DataType.FLOAT32
        ? Casts.write(script, type, pool(script, Casts.write(script, DataType.FLOAT32, x)))
        : pool(script, x);
  }

  /**
   * Writes it with a ReLU, which makes no difference before or after it: floats have a quarter of
   * the work after it, sums of a convolution none before it.
   *
   * @param layer whose result {@code x} is
   * @return what convolutions read of it
   */
  public static Value writeRectified(NetworkScript.Writer script, Layer layer, Value x) {
    return script.inBytes()
        ? pool(script, (Bytes) Relu.write(script, layer, x))
        : Relu.write(script, layer, write(script, x));
  }

  /** The engine pools bytes only as the quantised tensors of its own. */
  private static Bytes pool(NetworkScript.Writer script, Bytes x) {
    Quantization same = x.quantization();
    String quantized =
        "torch._make_per_tensor_quantized_tensor(%s, %s, %d)"
            .formatted(x, same.scale(), same.zeroPoint());
    return new Bytes(script.assign("torch.int_repr(" + POOL.formatted(quantized) + ")"), same);
  }

  private static Floats pool(NetworkScript.Writer script, Value x) {
    return script.add(POOL, x);
  }
}
