package io.paastreams.batch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how large batches get for a target latency. Nobody waits for companions.
 *
 * <p><b>Size.</b> In the worst case an item comes just after a full batch went to the device: it
 * waits for that one, and is then computed in a full batch itself. So the size is the largest
 * {@code n} with {@code 2 S(n) <= target}, where {@code S(n)} is the time that a batch of {@code n}
 * takes. What has waited for longer than the target has missed it: then the backlog is worked off
 * in batches as large as possible, since those take the least time an item.
 *
 * <p><b>Delay.</b> None. While the device is busy the next batch gathers by itself, and grows until
 * the device keeps up. An idle device that waits for companions makes most items later and none
 * earlier: {@code LatencyTunerTest} simulates steady and random arrivals at any load.
 *
 * <p>{@code S} is learned from every batch and follows the device: what was not seen for a while is
 * forgotten. Sizes between two that were seen are interpolated; for larger ones the time is taken
 * to grow with the size, which is never too short and is corrected when such a batch comes.
 *
 * <p>Threading: none of its own; the batcher calls it under its lock.
 */
final class LatencyTuner implements BatchSizing {

  /** Between two news about a bucket. */
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

  /** What is known of one bucket. */
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
