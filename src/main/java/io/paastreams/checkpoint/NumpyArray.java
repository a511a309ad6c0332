package io.paastreams.checkpoint;

import io.paastreams.model.StateDict.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A NumPy array, row-major. Pickles first create it empty and add its contents later; its bytes are
 * decoded on request. An array of objects, or one in a foreign byte order, stays empty: the
 * importer needs nothing of the kind.
 */
final class NumpyArray {

  private NumpyType type = NumpyType.of("u1");
  private long[] shape = {0};
  private byte[] data = {};

  /**
   * Sets the contents of the array.
   *
   * @param data as many bytes as the shape needs; not copied
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

  /** The elements, each a Boolean, Long or Double. */
  List<Object> values() {
    return IntStream.range(0, data.length / type.bytes())
        .mapToObj(i -> type.get(data, i * type.bytes()))
        .toList();
  }
}
