package io.paastreams.model.layer;

import ai.djl.ndarray.types.DataType;
import io.paastreams.model.layer.NetworkScript.Value;

/** The stem's pooling: the largest of 3x3 values, every second place, padded by one. */
public final class MaxPool {

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

  private static Value pool(NetworkScript.Writer script, Value x) {
    return script.add("torch.max_pool2d(%s, [3, 3], [2, 2], [1, 1])", x);
  }
}
