package io.paastreams.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Named weights on the Java heap, in the checkpoint's order, by the reference's parameter names
 * (for example {@code backbone.layer1.0.conv1.weight}). Integer counters such as {@code
 * num_batches_tracked} are not included.
 */
public record StateDict(Map<String, Tensor> tensors) {

  public StateDict {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Returns a tensor by its name.
   *
   * @throws NoSuchElementException if there is none of that name
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new NoSuchElementException("the weights have no " + name);
    }
    return tensor;
  }

  /** The shapes of all tensors by name. */
  public Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  /** The number of values in all tensors. */
  public long parameterCount() {
    return tensors.values().stream().mapToLong(tensor -> tensor.values().length).sum();
  }

  /**
   * A float32 tensor.
   *
   * @param shape the lengths of the axes; empty for a scalar
   * @param values the values in row-major order; not copied
   */
  public record Tensor(long[] shape, float[] values) {

    public Tensor {
      if (elements(shape) != values.length) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(shape) + " does not hold " + values.length + " values");
      }
    }

    /**
     * The number of elements of a shape.
     *
     * @throws IllegalArgumentException if an axis is negative or the number exceeds a long
     */
    public static long elements(long[] shape) {
      long elements = 1;
      boolean empty = false;
      for (long length : shape) {
        if (length < 0) {
          throw new IllegalArgumentException("negative length in " + Arrays.toString(shape));
        }
        empty |= length == 0;
      }
      if (empty) {
        return 0;
      }
      try {
        for (long length : shape) {
          elements = Math.multiplyExact(elements, length);
        }
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("too many elements in " + Arrays.toString(shape), e);
      }
      return elements;
    }
  }
}
