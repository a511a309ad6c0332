package io.paastreams.live;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts per second over a span that slides by whole seconds. Threading: not safe; its owner locks.
 */
final class RecentCount {

  private final int[] counts;
  private final long[] seconds;

  RecentCount(Duration span) {
    counts = new int[Math.toIntExact(span.toSeconds()) + 1];
    seconds = new long[counts.length];
  }

  void add(Instant at) {
    int slot = slot(at.getEpochSecond());
    if (seconds[slot] < at.getEpochSecond()) {
      seconds[slot] = at.getEpochSecond();
      counts[slot] = 0;
    }
    if (seconds[slot] == at.getEpochSecond()) {
      counts[slot]++;
    }
  }

  /** The rate over the full seconds of the span, without the current one. */
  double perSecond(Instant now) {
    long current = now.getEpochSecond();
    int span = counts.length - 1;
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      if (seconds[i] < current && seconds[i] >= current - span) {
        total += counts[i];
      }
    }
    return (double) total / span;
  }

  private int slot(long second) {
    return (int) Math.floorMod(second, (long) counts.length);
  }
}
