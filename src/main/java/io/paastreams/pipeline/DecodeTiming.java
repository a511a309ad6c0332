package io.paastreams.pipeline;

/**
 * When to decode a frame that a newer one may replace. Decoding it as soon as it arrives would cost
 * processor time for nothing if it is replaced before the device can take it. So it is decoded just
 * in time: as late as possible, but early enough to be ready when the device is expected to be
 * free.
 *
 * <p>Threading: safe.
 */
final class DecodeTiming {

  /** The weight of a new duration. */
  private static final double WEIGHT = 0.1;

  private double meanNanos;

  /** Learns how long a frame takes from the beginning of its preparation to the end. */
  synchronized void prepared(long nanos) {
    meanNanos = meanNanos == 0 ? nanos : meanNanos + WEIGHT * (nanos - meanNanos);
  }

  /**
   * How long to wait before a frame is decoded.
   *
   * @param untilFree nanoseconds until the device is expected to be free
   * @param ahead the number of frames that each thread decodes before
   */
  synchronized long delayNanos(long untilFree, int ahead) {
    // One more than those ahead and itself, because the duration varies.
    long lead = (long) (meanNanos * (ahead + 2));
    return Math.max(0, untilFree - lead);
  }
}
