package io.paastreams.model.layer;

import ai.djl.ndarray.types.DataType;
import io.paastreams.model.layer.Value.Bytes;
import io.paastreams.model.layer.Value.Floats;

/** The stem's pooling: the largest of 3x3 values with stride 2, padded by one. */
public final class MaxPool {

  private static final String POOL = "torch.max_pool2d(%s, [3, 3], [2, 2], [1, 1])";

  private MaxPool() {}

  /**
   * Writes the pooling for inference. On a CPU the engine pools 16-bit floats at less than half the
   * speed of float32; every result is one of the values, so converting to float32 and back changes
   * nothing.
   */
  public static Value write(NetworkScript.Writer script, Value x) {
    DataType type = script.type();
    return script.onCpu() && type != DataType.FLOAT32
        ? Casts.write(script, type, pool(script, Casts.write(script, DataType.FLOAT32, x)))
        : pool(script, x);
  }

  /**
   * Writes the pooling with a ReLU, which may come before or after it: for floats it is a quarter
   * of the work afterwards, and for sums of a convolution it costs nothing before.
   *
   * @param layer the layer whose result {@code x} is
   * @return the value that convolutions read
   */
  public static Value writeRectified(NetworkScript.Writer script, Layer layer, Value x) {
    return script.inBytes()
        ? pool(script, (Bytes) Relu.write(script, layer, x))
        : Relu.write(script, layer, write(script, x));
  }

  /** Pools bytes, which the engine does only for its own quantised tensors. */
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
