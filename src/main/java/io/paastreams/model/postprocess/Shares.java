package io.paastreams.model.postprocess;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides the images of a batch among the cores: the preceding forward pass used all of them, and
 * images are independent of each other.
 */
final class Shares {

  /** Computes a run of consecutive images. */
  interface Share<T> {

    /** One result per image, from {@code first} (inclusive) to {@code end} (exclusive). */
    List<T> compute(int first, int end);
  }

  private Shares() {}

  /** Returns one result per image, in order, when all have been computed. */
  static <T> List<T> compute(int images, Share<T> share) {
    int shares = Math.min(images, Runtime.getRuntime().availableProcessors());
    if (shares == 1) {
      return share.compute(0, images);
    }
    return IntStream.range(0, shares)
        .parallel()
        .mapToObj(i -> share.compute(images * i / shares, images * (i + 1) / shares))
        .flatMap(List::stream)
        .toList();
  }
}
