package io.paastreams.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  private final long lengthMillis;
  private final List<Long> millis = new ArrayList<>();
  private final Map<Integer, Long> latestByPartition = new HashMap<>();
  private long firstMillis = Long.MAX_VALUE;

  /** Of all records that there are. */
  WriteTimes() {
    this(Duration.ofDays(1));
  }

  /**
   * Of the records that were written within a time after the first.
   *
   * @param length of the run
   */
  WriteTimes(Duration length) {
    this.lengthMillis = length.toMillis();
  }

  /** Adds one record, in any order. */
  void add(int partition, long writtenMillis) {
    firstMillis = Math.min(firstMillis, writtenMillis);
    latestByPartition.merge(partition, writtenMillis, Math::max);
    millis.add(writtenMillis);
  }

  /**
   * Whether all records of the run have been added, if partitions are read in their order.
   *
   * @param partitions of the topic, each of which has records
   */
  boolean isOver(int partitions) {
    return latestByPartition.size() == partitions
        && latestByPartition.values().stream()
            .allMatch(latest -> latest - firstMillis >= lengthMillis);
  }

  /** The records per second between the run's start and its end. */
  double perSecond() {
    List<Long> sorted =
        millis.stream().filter(each -> each - firstMillis <= lengthMillis).sorted().toList();
    int from = (int) (WARM_UP * sorted.size());
    int to = (int) ((1 - WIND_DOWN) * sorted.size()) - 1;
    if (to <= from) {
      throw new IllegalStateException(sorted.size() + " records are too few to measure a rate");
    }
    return 1e3 * (to - from) / Math.max(1, sorted.get(to) - sorted.get(from));
  }
}
