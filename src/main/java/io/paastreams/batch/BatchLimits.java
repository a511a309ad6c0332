package io.paastreams.batch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The maximum number of items in a batch of each bucket. Limits never rise. Thread-safe. */
final class BatchLimits {

  private final int maxSize;
  private final Map<Object, Integer> lowered = new ConcurrentHashMap<>();

  BatchLimits(int maxSize) {
    this.maxSize = maxSize;
  }

  int of(Object bucket) {
    return lowered.getOrDefault(bucket, maxSize);
  }

  void lower(Object bucket, int limit) {
    lowered.merge(bucket, Math.max(1, limit), Math::min);
  }
}
