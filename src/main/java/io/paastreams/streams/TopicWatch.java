package io.paastreams.streams;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.paastreams.cluster.OffsetProbe;
import io.paastreams.cluster.PartitionBounds;
import io.paastreams.streams.ReadGaps.Gap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks regularly for two troubles of input topics that a consumer does not tell: records that were
 * deleted before they were read, after which it goes on at the next one that there is, and a
 * transaction that stays open, before which it sees the end of the topic, with a lag of 0.
 *
 * <p>Threading: looks on a thread of its own from {@link #start} to {@link #close}; the figures by
 * any.
 */
final class TopicWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  /** As many looks in a row find a transaction open before the log says so. */
  private static final int LOOKS = 4;

  private final ReadGaps gaps;
  private final Supplier<Collection<TopicPartition>> assigned;
  private final Offsets offsets;
  private final LongConsumer expired;
  private final Thread thread = new Thread(this::lookUntilClosed, "topic-watch");
  private final List<Gap> passedOver = new ArrayList<>();
  private final Map<TopicPartition, Integer> blockedLooks = new HashMap<>();
  private final Object wake = new Object();

  @GuardedBy("wake")
  private boolean moved = true;

  private volatile long blocked;

  /** What a cluster knows about the input topics. Each method may throw if it does not answer. */
  interface Offsets extends AutoCloseable {

    Map<TopicPartition, PartitionBounds> bounds(Collection<TopicPartition> partitions);

    /** How far the group has read. */
    Map<TopicPartition, Long> committed();

    @Override
    default void close() {}
  }

  /**
   * A watch that does not look yet.
   *
   * @param assigned what is read by this instance as committed records; empty if it reads all
   * @param offsets is asked by one thread, which closes it in the end
   * @param expired is told how many records were deleted before they were read
   */
  TopicWatch(
      ReadGaps gaps,
      Supplier<Collection<TopicPartition>> assigned,
      Offsets offsets,
      LongConsumer expired) {
    this.gaps = gaps;
    this.assigned = assigned;
    this.offsets = offsets;
    this.expired = expired;
    thread.setDaemon(true);
  }

  /** Asks the cluster that an application reads from. */
  static Offsets offsetsFor(ApplicationSettings settings) {
    OffsetProbe probe = new OffsetProbe(settings.bootstrapServers(), settings.kafka());
    return new Offsets() {
      @Override
      public Map<TopicPartition, PartitionBounds> bounds(Collection<TopicPartition> partitions) {
        return probe.bounds(partitions);
      }

      @Override
      public Map<TopicPartition, Long> committed() {
        return probe.committed(settings.applicationId());
      }

      @Override
      public void close() {
        probe.close();
      }
    };
  }

  void start() {
    thread.start();
  }

  /** Partitions move: other instances may read in between. */
  void rebalanced() {
    gaps.forgetPositions();
    synchronized (wake) {
      moved = true;
      wake.notifyAll();
    }
  }

  private void lookUntilClosed() {
    try (offsets) {
      while (true) {
        learnPositions();
        look();
        await();
      }
    } catch (InterruptedException e) {
      LOG.debug("The topics are no longer watched.");
    }
  }

  private void await() throws InterruptedException {
    long end = System.nanoTime() + INTERVAL.toNanos();
    synchronized (wake) {
      for (long left = INTERVAL.toMillis();
          !moved && left > 0;
          left = (end - System.nanoTime()) / 1_000_000) {
        wake.wait(left);
      }
    }
  }

  /** Whoever gets a partition begins to read where the group has committed. */
  void learnPositions() {
    synchronized (wake) {
      if (!moved) {
        return;
      }
      moved = false;
    }
    try {
      gaps.expect(offsets.committed());
    } catch (RuntimeException e) {
      LOG.debug("How far the group has read is not known.", e);
    }
  }

  /** Looks once. */
  void look() {
    passedOver.addAll(gaps.take());
    Set<TopicPartition> own = new HashSet<>(assigned.get());
    Set<TopicPartition> all = new HashSet<>(own);
    passedOver.forEach(gap -> all.add(gap.partition()));
    if (all.isEmpty()) {
      blocked = 0;
      return;
    }
    Map<TopicPartition, PartitionBounds> now;
    try {
      now = offsets.bounds(all);
    } catch (RuntimeException e) { // others report that the brokers are away
      LOG.debug("The bounds of the topics are not known.", e);
      return;
    }
    tellExpired(now);
    tellBlocked(own, now);
  }

  private void tellExpired(Map<TopicPartition, PartitionBounds> now) {
    for (Gap gap : passedOver) {
      PartitionBounds bounds = now.get(gap.partition());
      long lost = bounds == null ? 0 : gap.before(bounds.begin());
      if (lost > 0) {
        LOG.warn(
            "{} records of {} were deleted before they were read, from offset {} on: its retention"
                + " is shorter than they had to wait. Raise retention.ms and retention.bytes of the"
                + " topic, and see why the lag grows.",
            lost,
            gap.partition(),
            gap.from());
        expired.accept(lost);
      }
    }
    passedOver.clear();
  }

  private void tellBlocked(Set<TopicPartition> own, Map<TopicPartition, PartitionBounds> now) {
    long sum = 0;
    blockedLooks.keySet().retainAll(own);
    for (TopicPartition partition : own) {
      PartitionBounds bounds = now.get(partition);
      long behind = bounds == null ? 0 : bounds.blocked();
      sum += behind;
      int looks = behind == 0 ? 0 : blockedLooks.merge(partition, 1, Integer::sum);
      if (looks == 0) {
        if (blockedLooks.getOrDefault(partition, 0) >= LOOKS) {
          LOG.info("The records of {} can be read again.", partition);
        }
        blockedLooks.remove(partition);
      } else if (looks == LOOKS && bounds != null) {
        LOG.warn(
            "{} records of {} cannot be read: a transaction has been open since offset {}. The"
                + " command check names its producer.",
            behind,
            partition,
            bounds.committedEnd());
      }
    }
    blocked = sum;
  }

  /** Records that are on the input topics and cannot be read, as a transaction is open. */
  long blocked() {
    return blocked;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
