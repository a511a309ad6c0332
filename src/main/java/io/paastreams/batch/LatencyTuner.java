package io.paastreams.batch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how large batches get, and how long they wait, for a target latency.
 *
 * <p><b>Size.</b> In the worst case an item comes just after a full batch went to the device: it
 * waits for that one, and is then computed in a full batch itself. So the size is the largest
 * {@code n} with {@code 2 S(n) <= target}, where {@code S(n)} is the time that a batch of {@code n}
 * takes.
 *
 * <p><b>Delay.</b> While the device keeps up with items one at a time there is nothing to gain from
 * waiting. When it does not, batches wait for as many companions as it needs to keep up: for the
 * smallest {@code n} with {@code devices * n / S(n)} well above the rate of arrival, and for the
 * time in which so many come, but never past the target.
 *
 * <p>{@code S} is learned from every batch and follows the device: what was not seen for a while is
 * forgotten. Sizes between two that were seen are interpolated; for larger ones the time is taken
 * to grow with the size, which is never too short and is corrected when such a batch comes.
 *
 * <p>Threading: none of its own; the batcher calls it under its lock.
 */
final class LatencyTuner implements BatchShape {

  /** The share of the device's capacity that arrivals may take before batches must grow. */
  private static final double KEEPS_UP = 0.8;

  private static final double SECOND = 1e9;

  /** Between two news about a bucket. */
  private static final long NEWS_NANOS = 5_000_000_000L;

  private final int maxSize;
  private final double target;
  private final int devices;
  private final Map<Object, Bucket> buckets = new HashMap<>();

  LatencyTuner(int maxSize, Duration target, int devices) {
    this.maxSize = maxSize;
    this.target = target.toNanos();
    this.devices = devices;
  }

  @Override
  public int maxSize(Object bucket) {
    return bucket(bucket).tuning.maxSize();
  }

  @Override
  public long maxDelayNanos(Object bucket) {
    return bucket(bucket).tuning.maxDelay().toNanos();
  }

  @Override
  public void arrived(Object bucket, long now) {
    bucket(bucket).rate.count(now);
  }

  @Override
  public @Nullable BatchTuning computed(Object bucket, int size, long nanos, long now) {
    Bucket learner = bucket(bucket);
    learner.times.add(size, nanos, now);
    learner.tuning = tuning(learner.times, learner.rate.perNano(now));
    return learner.isNews(now) ? learner.tuning : null;
  }

  private Bucket bucket(Object bucket) {
    return buckets.computeIfAbsent(bucket, b -> new Bucket());
  }

  private BatchTuning tuning(BatchTimes times, double rate) {
    int size = 1;
    while (size < maxSize && 2 * times.nanos(size + 1) <= target) {
      size++;
    }
    int enough = 1;
    while (enough < size && devices * enough < rate * times.nanos(enough) / KEEPS_UP) {
      enough++;
    }
    double gathering = enough == 1 ? 0 : (enough - 1) / rate;
    double delay = Math.max(0, Math.min(gathering, target - times.nanos(size)));
    return new BatchTuning(
        size,
        Duration.ofNanos((long) delay),
        rate * SECOND,
        Duration.ofNanos((long) times.nanos(size)),
        2 * times.nanos(1) <= target);
  }

  /** What is known of one bucket. */
  private static final class Bucket {
    final BatchTimes times = new BatchTimes();
    final ArrivalRate rate = new ArrivalRate();
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
