package io.paastreams.batch;

/**
 * What computes batches.
 *
 * @param count of devices, at least 1
 * @param concurrency batches that all of them together compute at a time, at least {@code count}
 */
record Devices(int count, int concurrency) {

  Devices {
    if (count < 1 || concurrency < count) {
      throw new IllegalArgumentException(
          "%d devices that compute %d batches at a time: there must be one, and a batch for each"
              .formatted(count, concurrency));
    }
  }
}
