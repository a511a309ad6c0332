package io.paastreams.batch;

import java.time.Duration;
import java.util.Locale;

/**
 * What a latency target currently leads to, and why.
 *
 * @param maxSize the maximum number of items in a batch, unless the oldest has already missed the
 *     target
 * @param batchTime the time that a batch of {@code maxSize} takes
 * @param reachable whether the device is fast enough for the target at all
 */
public record BatchTuning(int maxSize, Duration batchTime, boolean reachable) {

  /** The tuning before anything has been measured: one item at a time. */
  static final BatchTuning UNKNOWN = new BatchTuning(1, Duration.ZERO, true);

  /** Whether the difference is too small to be worth reporting. */
  boolean resembles(BatchTuning other) {
    return maxSize == other.maxSize && reachable == other.reachable;
  }

  /** An explanation for people. */
  public String explanation() {
    return String.format(
        Locale.ROOT,
        "batches of at most %d: one takes %.1f ms, and a frame that just misses it has to"
            + " wait for it%s",
        maxSize,
        batchTime.toNanos() / 1e6,
        reachable ? "" : "; the target cannot be met, because a single frame takes most of it");
  }
}
