package io.paastreams.batch;

import java.time.Duration;
import java.util.Locale;

/**
 * What a latency target leads to at present, and why.
 *
 * @param maxSize items in a batch, unless the oldest has missed the target already
 * @param batchTime that a batch of {@code maxSize} takes
 * @param reachable whether the device is fast enough for the target at all
 */
public record BatchTuning(int maxSize, Duration batchTime, boolean reachable) {

  /** Before anything was measured: one at a time. */
  static final BatchTuning UNKNOWN = new BatchTuning(1, Duration.ZERO, true);

  /** Whether people would take it for the same. */
  boolean resembles(BatchTuning other) {
    return maxSize == other.maxSize && reachable == other.reachable;
  }

  /** A sentence for people. */
  public String explanation() {
    return String.format(
        Locale.ROOT,
        "batches of at most %d: one takes %.1f ms, and who just misses it has to wait for it%s",
        maxSize,
        batchTime.toNanos() / 1e6,
        reachable ? "" : "; the target cannot be kept, the device needs most of it for one");
  }
}
