package io.paastreams.pipeline;

import java.time.Duration;

/**
 * How many frames of one task may be in flight: as many as the device computes in the drain target.
 *
 * <p>A fixed number cannot be right for both a GPU, which needs many to fill its batches, and a
 * CPU, for which the same number is minutes of work that every commit would have to wait for. By
 * Little's law the frames in flight are throughput times residence, so a frame that found {@code n}
 * in its window and stayed for {@code r} shows that {@code n * target / r} would stay for the
 * target. The limit falls half the way to that when frames stay longer, since one frame's bad luck
 * proves little, and rises to it only when it was the limit that held frames back; a window that is
 * half empty proves nothing.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class InFlightLimit {

  /** Enough to learn from, and little work if the device turns out to be slow. */
  private static final int INITIAL = 2;

  private final int max;
  private final double targetNanos;
  private int current;

  InFlightLimit(int max, Duration target) {
    this.max = max;
    this.targetNanos = target.toNanos();
    this.current = Math.min(INITIAL, max);
  }

  /** The most frames, whatever the device's speed. */
  int max() {
    return max;
  }

  int current() {
    return current;
  }

  /**
   * Learns from a finished frame.
   *
   * @param windowSize how many unfinished frames were in the window when it came in, itself
   *     included
   * @param residenceNanos from then until it was finished
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
