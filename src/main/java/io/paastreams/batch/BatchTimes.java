package io.paastreams.batch;

/**
 * How long a batch of each size takes, as far as it was seen.
 *
 * <p>Threading: none of its own.
 */
final class BatchTimes {

  private static final double NEWEST_WEIGHT = 0.2;
  private static final long FORGET_NANOS = 30_000_000_000L;

  /** By size; 0 where unknown. */
  private final double[] nanos;

  private final long[] seenAt;

  BatchTimes(int maxSize) {
    nanos = new double[maxSize + 1];
    seenAt = new long[maxSize + 1];
  }

  /** Learns from a batch, and forgets the sizes that were not seen for long. */
  void add(int size, long taken, long now) {
    nanos[size] = nanos[size] == 0 ? taken : nanos[size] + NEWEST_WEIGHT * (taken - nanos[size]);
    seenAt[size] = now;
    for (int other = 1; other < nanos.length; other++) {
      if (now - seenAt[other] > FORGET_NANOS) {
        nanos[other] = 0;
      }
    }
  }

  /** Of a batch of that size, at least 1. Something must have been added. */
  double nanos(int size) {
    int below = size;
    while (below > 0 && nanos[below] == 0) {
      below--;
    }
    int above = size;
    while (above < nanos.length && nanos[above] == 0) {
      above++;
    }
    if (above == nanos.length) {
      return nanos[below] * size / below;
    }
    if (below == 0 || below == above) {
      return nanos[above];
    }
    double share = (double) (size - below) / (above - below);
    return nanos[below] + share * (nanos[above] - nanos[below]);
  }
}
