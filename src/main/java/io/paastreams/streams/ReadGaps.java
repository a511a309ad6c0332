package io.paastreams.streams;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the main consumers of an application went on at a later offset than the one that they had
 * reached: records of aborted transactions lie between, or records that were deleted.
 *
 * <p>Threading: safe.
 */
final class ReadGaps {

  /** The setting under which {@link ReadGapsInterceptor} finds its gaps. */
  static final String SETTING = "paa.read.gaps";

  /** Fewer are markers of transactions: topics delete whole segments. */
  private static final long LEAST = 3;

  private static final int MOST_KEPT = 1_000;

  @GuardedBy("this")
  private final Map<TopicPartition, Long> next = new HashMap<>();

  @GuardedBy("this")
  private final List<Gap> found = new ArrayList<>();

  /**
   * Offsets that were not read.
   *
   * @param from the first
   * @param to the one after the last
   */
  record Gap(TopicPartition partition, long from, long to) {

    /** How many of them are before the first offset that a partition holds now. */
    long before(long begin) {
      return Math.max(0, Math.min(begin, to) - from);
    }
  }

  /**
   * A consumer got records.
   *
   * @param first the offset of the first one
   * @param afterLast the offset after the last one
   */
  synchronized void read(TopicPartition partition, long first, long afterLast) {
    Long expected = next.put(partition, afterLast);
    if (expected != null && first - expected >= LEAST && found.size() < MOST_KEPT) {
      found.add(new Gap(partition, expected, first));
    }
  }

  /**
   * Where reading begins, unless it has begun already.
   *
   * @param positions the offset of the first record by partition
   */
  synchronized void expect(Map<TopicPartition, Long> positions) {
    positions.forEach(next::putIfAbsent);
  }

  /** Partitions move: somebody else may read in between. */
  synchronized void forgetPositions() {
    next.clear();
  }

  /** The gaps since the last call. */
  synchronized List<Gap> take() {
    List<Gap> taken = List.copyOf(found);
    found.clear();
    return taken;
  }
}
