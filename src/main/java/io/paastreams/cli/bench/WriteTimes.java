package io.paastreams.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * When the records of a topic were written, by the broker's clock. So it does not matter how far
 * the reader is behind, who starts late or is short of processor time itself.
 *
 * <p>Threading: one thread.
 */
final class WriteTimes {

  /** Of a run: the start of the group and the first batches do not count. */
  private static final double WARM_UP = 0.25;

  /** Of a run: nor does the end, where not all partitions have frames left. */
  private static final double WIND_DOWN = 0.1;

  private final List<Long> millis = new ArrayList<>();

  /** One record, in any order. */
  void add(long writtenMillis) {
    millis.add(writtenMillis);
  }

  /** Records a second between the run's start and its end. */
  double perSecond() {
    List<Long> sorted = millis.stream().sorted().toList();
    int from = (int) (WARM_UP * sorted.size());
    int to = (int) ((1 - WIND_DOWN) * sorted.size()) - 1;
    if (to <= from) {
      throw new IllegalStateException("of " + sorted.size() + " records nothing can be told");
    }
    return 1e3 * (to - from) / Math.max(1, sorted.get(to) - sorted.get(from));
  }
}
