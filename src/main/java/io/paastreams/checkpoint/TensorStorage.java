package io.paastreams.checkpoint;

/**
 * A flat run of elements in the file, of which any number of tensors may be views.
 *
 * @param key the name within the file
 * @param elements the declared number of elements, which the archive has checked against the file
 */
record TensorStorage(String key, ElementType type, long elements) {

  long bytes() {
    return elements * type.bytes();
  }
}
