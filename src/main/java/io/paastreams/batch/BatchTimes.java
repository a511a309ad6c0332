package io.paastreams.batch;

import java.util.Map;
import java.util.TreeMap;

/**
 * How long a batch of each size takes, as far as sizes have been observed.
 *
 * <p>Threading: not thread-safe.
 */
final class BatchTimes {

  private static final double NEWEST_WEIGHT = 0.2;
  private static final long FORGET_NANOS = 30_000_000_000L;

  private final TreeMap<Integer, Seen> bySize = new TreeMap<>();

  private record Seen(double nanos, long at) {}

  /** Learns from a batch and forgets the sizes that have not been observed for a long time. */
  void add(int size, long taken, long now) {
    bySize.values().removeIf(seen -> now - seen.at > FORGET_NANOS);
    bySize.merge(
        size,
        new Seen(taken, now),
        (seen, newest) ->
            new Seen(seen.nanos + NEWEST_WEIGHT * (newest.nanos - seen.nanos), newest.at));
  }

  /** The time of a batch of that size, at least 1. At least one batch must have been added. */
  double nanos(int size) {
    Map.Entry<Integer, Seen> below = bySize.floorEntry(size);
    Map.Entry<Integer, Seen> above = bySize.ceilingEntry(size);
    if (above == null) {
      return below.getValue().nanos * size / below.getKey();
    }
    if (below == null || below.getKey() == size) {
      return above.getValue().nanos;
    }
    double share = (double) (size - below.getKey()) / (above.getKey() - below.getKey());
    return below.getValue().nanos + share * (above.getValue().nanos - below.getValue().nanos);
  }
}
