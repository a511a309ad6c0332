package io.paastreams.checkpoint;

import io.paastreams.model.StateDict.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A NumPy array, row-major. Pickles make it empty first and give it its contents later; its bytes
 * are decoded when asked for. One of objects, or not in this machine's order, stays empty: nothing
 * that the importer needs is one.
 */
final class NumpyArray {

  private NumpyType type = NumpyType.of("u1");
  private long[] shape = {0};
  private byte[] data = {};

  /**
   * Gives the array its contents.
   *
   * @param data not copied; as many bytes as the shape needs
   */
  void fill(NumpyType type, long[] shape, byte[] data) {
    long elements = Tensor.elements(shape);
    if (elements > data.length || elements * type.bytes() != data.length) {
      throw Refusal.damaged(
          "a NumPy array of %d elements has %d bytes".formatted(elements, data.length));
    }
    this.type = type;
    this.shape = shape;
    this.data = data;
  }

  long[] shape() {
    return shape.clone();
  }

  /** The elements, each Boolean, Long or Double. */
  List<Object> values() {
    return IntStream.range(0, data.length / type.bytes())
        .mapToObj(i -> type.get(data, i * type.bytes()))
        .toList();
  }
}
