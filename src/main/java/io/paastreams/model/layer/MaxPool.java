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

  /**
   * Pools bytes: first rows, then columns. The engine's own pooling of bytes takes ten times as
   * long as its maximum of two tensors.
   */
  private static Bytes pool(NetworkScript.Writer script, Bytes x) {
    String rows = halve(script, x.name(), 2);
    return new Bytes(halve(script, rows, 3), x.quantization());
  }

  /**
   * Pools along one axis. Output i is the largest of inputs 2i - 1, 2i and 2i + 1, of which the
   * first and the last input may lack a neighbour.
   */
  private static String halve(NetworkScript.Writer script, String x, int axis) {
    String even = script.assign("torch.slice(%s, %d, 0, None, 2)".formatted(x, axis));
    String odd = script.assign("torch.slice(%s, %d, 1, None, 2)".formatted(x, axis));
    String pooled = script.assign("torch.clone(%s)".formatted(even));
    String last = "torch.size(%s, %d)".formatted(odd, axis);
    raise(script, "torch.narrow(%s, %d, 0, %s)".formatted(pooled, axis, last), odd);
    String next = "torch.sub(torch.size(%s, %d), 1)".formatted(pooled, axis);
    raise(
        script,
        "torch.narrow(%s, %d, 1, %s)".formatted(pooled, axis, next),
        "torch.narrow(%s, %d, 0, %s)".formatted(odd, axis, next));
    return pooled;
  }

  /** Replaces values by those of another tensor that are larger. */
  private static void raise(NetworkScript.Writer script, String x, String other) {
    String part = script.assign(x);
    String unused = script.assign("torch.maximum(%s, %s, out=%s)".formatted(part, other, part));
  }

  private static Floats pool(NetworkScript.Writer script, Value x) {
    return script.add(POOL, x);
  }
}
