package io.paastreams.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.StateDict.Tensor;
import io.paastreams.model.layer.Casts;
import io.paastreams.model.torch.Precision;

/**
 * Creates weights in the layout that the fast convolutions need: kernels with the channels
 * innermost ("channels last"), seen through their usual shape (O, I, H, W), in the network's
 * precision.
 */
final class InferenceLayout {

  private InferenceLayout() {}

  static NDArray create(NDManager manager, Tensor tensor, Precision precision) {
    long[] shape = tensor.shape();
    if (shape.length != 4) {
      return cast(manager.create(tensor.values(), new Shape(shape)), precision);
    }
    // A created array borrows the Java buffer and keeps it alive; a view of the array would not.
    try (NDArray borrowed =
            manager.create(
                channelsLast(tensor), new Shape(shape[0], shape[2], shape[3], shape[1]));
        NDArray view = borrowed.transpose(0, 3, 1, 2)) {
      return precision.dataType() == DataType.FLOAT32
          ? view.duplicate()
          : Casts.to(precision.dataType(), view);
    }
  }

  private static NDArray cast(NDArray array, Precision precision) {
    if (precision.dataType() == DataType.FLOAT32) {
      return array;
    }
    try (array) {
      return Casts.to(precision.dataType(), array);
    }
  }

  private static float[] channelsLast(Tensor tensor) {
    float[] source = tensor.values();
    float[] target = new float[source.length];
    int inputs = (int) tensor.shape()[1];
    int taps = (int) (tensor.shape()[2] * tensor.shape()[3]);
    int perOutput = inputs * taps;
    for (int output = 0; output < source.length; output += perOutput) {
      for (int input = 0; input < inputs; input++) {
        for (int tap = 0; tap < taps; tap++) {
          target[output + tap * inputs + input] = source[output + input * taps + tap];
        }
      }
    }
    return target;
  }
}
