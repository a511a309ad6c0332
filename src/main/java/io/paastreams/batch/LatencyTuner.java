package io.paastreams.batch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how large batches get for a target latency. No item waits for others.
 *
 * <p><b>Size.</b> In the worst case an item arrives just after a full batch went to the device: it
 * waits for that batch and is then computed in a full batch itself. So the size is the largest
 * {@code n} with {@code 2 S(n) <= target}, where {@code S(n)} is the time that a batch of {@code n}
 * takes. An item that has waited longer than the target has missed it; the backlog is then worked
 * off in batches as large as possible, because those take the least time per item.
 *
 * <p><b>Delay.</b> There is none. While the device is busy, the next batch fills by itself and
 * grows until the device keeps up. Letting an idle device wait for more items delays most items and
 * finishes none sooner: {@code LatencyTunerTest} simulates steady and random arrivals at any load.
 *
 * <p>{@code S} is learned from every batch and follows the device: sizes that have not been
 * observed for a while are forgotten. Sizes between two observed ones are interpolated. For larger
 * ones the time is assumed to grow in proportion to the size; this estimate is never too short and
 * is corrected when such a batch occurs.
 *
 * <p>Threading: not thread-safe; the batcher calls it under its lock.
 */
final class LatencyTuner implements BatchSizing {

  /** The minimum time between two reports about a bucket. */
  private static final long NEWS_NANOS = 5_000_000_000L;

  private final int maxSize;
  private final long target;
  private final Map<Object, Bucket> buckets = new HashMap<>();

  LatencyTuner(int maxSize, Duration target) {
    this.maxSize = maxSize;
    this.target = target.toNanos();
  }

  @Override
  public int maxSize(Object bucket, long headAgeNanos) {
    return headAgeNanos > target ? maxSize : bucket(bucket).tuning.maxSize();
  }

  @Override
  public long maxDelayNanos() {
    return 0;
  }

  @Override
  public @Nullable BatchTuning computed(Object bucket, int size, long nanos, long now) {
    Bucket learner = bucket(bucket);
    learner.times.add(size, nanos, now);
    learner.tuning = tuning(learner.times);
    return learner.isNews(now) ? learner.tuning : null;
  }

  private Bucket bucket(Object bucket) {
    return buckets.computeIfAbsent(bucket, b -> new Bucket());
  }

  private BatchTuning tuning(BatchTimes times) {
    int size = 1;
    while (size < maxSize && 2 * times.nanos(size + 1) <= target) {
      size++;
    }
    return new BatchTuning(
        size, Duration.ofNanos((long) times.nanos(size)), 2 * times.nanos(1) <= target);
  }

  /** What is known about one bucket. */
  private static final class Bucket {
    final BatchTimes times = new BatchTimes();
    BatchTuning tuning = BatchTuning.UNKNOWN;
    private BatchTuning told = BatchTuning.UNKNOWN;
    private long toldAt;

    boolean isNews(long now) {
      boolean first = told == BatchTuning.UNKNOWN;
      if (!first && (now - toldAt < NEWS_NANOS || tuning.resembles(told))) {
        return false;
      }
      told = tuning;
      toldAt = now;
      return true;
    }
  }
}
