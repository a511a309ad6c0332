package io.paastreams.batch;

/**
 * How long batches keep a device: the mean of the recent times, and how much they vary.
 *
 * <p>Threading: not thread-safe; the batcher calls it under its lock.
 */
final class LeaseTimes {

  /** The weight of a new time. */
  private static final double WEIGHT = 0.2;

  private double mean;
  private double deviation;
  private boolean known;

  void add(long nanos) {
    if (!known) {
      mean = nanos;
      deviation = nanos / 2.0;
      known = true;
      return;
    }
    deviation += WEIGHT * (Math.abs(nanos - mean) - deviation);
    mean += WEIGHT * (nanos - mean);
  }

  boolean isKnown() {
    return known;
  }

  /**
   * A time that most batches need at least: the mean less the mean deviation. Whoever prepares work
   * for that moment is rarely late.
   */
  long shortNanos() {
    return (long) Math.max(0, mean - deviation);
  }
}
