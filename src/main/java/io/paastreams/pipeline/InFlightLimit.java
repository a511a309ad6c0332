package io.paastreams.pipeline;

import java.time.Duration;

/**
 * Limits how many frames of one task may be in flight: as many as the device computes within the
 * drain target.
 *
 * <p>A fixed number cannot be right for both a GPU, which needs many to fill its batches, and a
 * CPU, for which the same number would be minutes of work that every commit would have to wait for.
 * By Little's law the frames in flight are throughput times residence, so a frame that found {@code
 * n} in its window and stayed for {@code r} shows that {@code n * target / r} would stay for the
 * target. The limit falls half way to that value when frames stay longer, because one unlucky frame
 * proves little, and rises to it only when the limit itself held frames back; a half-empty window
 * proves nothing.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class InFlightLimit {

  /**
   * The initial limit: enough to learn from, and little work if the device turns out to be slow.
   */
  private static final int INITIAL = 2;

  private final int max;
  private final double targetNanos;
  private int current;

  InFlightLimit(int max, Duration target) {
    this.max = max;
    this.targetNanos = target.toNanos();
    this.current = Math.min(INITIAL, max);
  }

  /** The maximum number of frames, whatever the device's speed. */
  int max() {
    return max;
  }

  int current() {
    return current;
  }

  /**
   * Learns from a finished frame.
   *
   * @param windowSize how many unfinished frames, including itself, were in the window when it
   *     arrived
   * @param residenceNanos the time from then until it was finished
   */
  void finished(int windowSize, long residenceNanos) {
    double sustainable = windowSize * targetNanos / Math.max(1, residenceNanos);
    if (sustainable < windowSize) {
      int halfWay = (int) ((current + sustainable) / 2); // rounded down, or it would stop one above
      current = Math.min(current, Math.max(1, halfWay));
    } else if (windowSize >= current) {
      current = (int) Math.min(max, Math.max(current + 1L, (long) sustainable));
    }
  }
}
