package io.paastreams.checkpoint;

/**
 * A flat run of elements in the file, which any number of tensors may show parts of.
 *
 * @param key names it within the file
 * @param elements their declared number; the archive has checked it against the file
 */
record Storage(String key, ElementType type, long elements) {

  long bytes() {
    return elements * type.bytes();
  }
}
