package io.paastreams.checkpoint;

import io.paastreams.model.StateDict.Tensor;
import java.util.Arrays;

/**
 * A view of a storage: element {@code (i, j, ...)} is the storage's element {@code offset + i *
 * stride[0] + j * stride[1] + ...}. It lies within the storage and has no more elements than the
 * storage.
 */
record TorchTensor(TensorStorage storage, long offset, long[] shape, long[] stride) {

  private static final int MAX_AXES = 16;

  /** The maximum number of elements of a tensor; larger ones do not fit into a Java array. */
  private static final long MAX_ELEMENTS = 1 << 28;

  /** Refuses a view that does not lie within its storage. */
  TorchTensor {
    if (shape.length != stride.length || shape.length > MAX_AXES) {
      throw refusal("has an unusual number of axes", shape, stride, storage);
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] < 0 || stride[axis] < 0) {
        throw refusal("has a negative length or stride", shape, stride, storage);
      }
    }
    if (offset < 0 || lastElement(offset, shape, stride) >= storage.elements()) {
      throw refusal("extends beyond its storage", shape, stride, storage);
    }
    // This also keeps expanded views (stride 0) from requesting more memory than the file has.
    long elements = Tensor.elements(shape);
    if (elements > storage.elements() || elements > MAX_ELEMENTS) {
      throw refusal("has more elements than are read", shape, stride, storage);
    }
  }

  /** The storage index of the last element; -1 for an empty tensor. */
  private static long lastElement(long offset, long[] shape, long[] stride) {
    try {
      if (Tensor.elements(shape) == 0) {
        return -1;
      }
      long last = offset;
      for (int axis = 0; axis < shape.length; axis++) {
        last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, stride[axis]));
      }
      return last;
    } catch (ArithmeticException | IllegalArgumentException e) {
      return Long.MAX_VALUE;
    }
  }

  private static Refusal refusal(String what, long[] shape, long[] stride, TensorStorage storage) {
    return Refusal.damaged(
        "a tensor of shape %s and stride %s in a storage of %d elements %s"
            .formatted(Arrays.toString(shape), Arrays.toString(stride), storage.elements(), what));
  }

  int elements() {
    return (int) Tensor.elements(shape);
  }

  /** The number of bytes of the storage from the first to the last element. */
  long spanBytes() {
    return elements() == 0
        ? 0
        : (lastElement(offset, shape, stride) + 1 - offset) * storage.type().bytes();
  }
}
