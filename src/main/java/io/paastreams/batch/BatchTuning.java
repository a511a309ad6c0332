package io.paastreams.batch;

import java.time.Duration;
import java.util.Locale;

/**
 * What a latency target leads to at present, and why.
 *
 * @param maxSize items in a batch
 * @param maxDelay how long the oldest item waits for companions
 * @param arrivals items a second
 * @param batchTime that a batch of {@code maxSize} takes
 * @param reachable whether the device is fast enough for the target at all
 */
public record BatchTuning(
    int maxSize, Duration maxDelay, double arrivals, Duration batchTime, boolean reachable) {

  private static final long RESEMBLING_MILLIS = 5;

  /** Before anything was measured: one at a time, at once. */
  static final BatchTuning UNKNOWN = new BatchTuning(1, Duration.ZERO, 0, Duration.ZERO, true);

  /** Whether people would take it for the same. */
  boolean resembles(BatchTuning other) {
    long millis = maxDelay.minus(other.maxDelay).abs().toMillis();
    return maxSize == other.maxSize && reachable == other.reachable && millis < RESEMBLING_MILLIS;
  }

  /** A sentence for people. */
  public String explanation() {
    return String.format(
        Locale.ROOT,
        "batches of at most %d, after at most %.1f ms: %.1f a second arrive, and such a batch takes"
            + " %.1f ms%s",
        maxSize,
        maxDelay.toNanos() / 1e6,
        arrivals,
        batchTime.toNanos() / 1e6,
        reachable ? "" : "; the target cannot be kept, the device needs most of it for one");
  }
}
