package io.paastreams.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * When the records of a topic were written, by the broker's clock. So it does not matter how far
 * the reader is behind, for example because it starts late or lacks CPU time.
 *
 * <p>Threading: confined to one thread.
 */
final class WriteTimes {

  /**
   * The share of a run that does not count at its start: the start of the group and the first
   * batches.
   */
  private static final double WARM_UP = 0.25;

  /** The share that does not count at the end, when not all partitions have frames left. */
  private static final double WIND_DOWN = 0.1;

  private final List<Long> millis = new ArrayList<>();

  /** Adds one record, in any order. */
  void add(long writtenMillis) {
    millis.add(writtenMillis);
  }

  /** The records per second between the run's start and its end. */
  double perSecond() {
    List<Long> sorted = millis.stream().sorted().toList();
    int from = (int) (WARM_UP * sorted.size());
    int to = (int) ((1 - WIND_DOWN) * sorted.size()) - 1;
    if (to <= from) {
      throw new IllegalStateException(sorted.size() + " records are too few to measure a rate");
    }
    return 1e3 * (to - from) / Math.max(1, sorted.get(to) - sorted.get(from));
  }
}
