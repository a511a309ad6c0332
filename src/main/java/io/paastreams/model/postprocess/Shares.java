package io.paastreams.model.postprocess;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides the pictures of a batch among the processors: the forward pass before had them all, and
 * pictures have nothing to do with each other.
 */
final class Shares {

  /** Computes neighbouring pictures. */
  interface Share<T> {

    /** One result a picture, from {@code first} to before {@code end}. */
    List<T> compute(int first, int end);
  }

  private Shares() {}

  /** One result a picture, in order. Returns when all are there. */
  static <T> List<T> compute(int pictures, Share<T> share) {
    int shares = Math.min(pictures, Runtime.getRuntime().availableProcessors());
    if (shares == 1) {
      return share.compute(0, pictures);
    }
    return IntStream.range(0, shares)
        .parallel()
        .mapToObj(i -> share.compute(pictures * i / shares, pictures * (i + 1) / shares))
        .flatMap(List::stream)
        .toList();
  }
}
