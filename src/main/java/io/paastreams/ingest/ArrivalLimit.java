package io.paastreams.ingest;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of arriving frames with a token bucket that holds one and a half frames and may
 * be overdrawn by another half.
 *
 * <p>A live source is limited by arrival time, because its timestamps are often nominal: FFmpeg
 * assumes 25 frames per second for Motion JPEG over HTTP, whatever the camera sends. Fixed slots as
 * in {@link RateLimit} would lose frames of a camera that sends exactly the wanted rate, because
 * each arrives a little before or after the boundary of its slot. The overdraft absorbs that
 * jitter.
 */
final class ArrivalLimit {

  private static final double OVERDRAFT = 0.5;

  /**
   * The maximum credit: a frame that arrives slightly too early passes its credit on to the next
   * one.
   */
  private static final double MOST_CREDIT = 2 - OVERDRAFT;

  private final double maxFps;
  private double credit = 1;
  private @Nullable Instant last;

  ArrivalLimit(double maxFps) {
    this.maxFps = maxFps;
  }

  boolean keeps(Instant arrival) {
    if (last != null) {
      // A clock that was set back earns nothing.
      double seconds = Math.max(0, Duration.between(last, arrival).toNanos() / 1e9);
      credit = Math.min(MOST_CREDIT, credit + seconds * maxFps);
    }
    last = arrival;
    if (credit < 1 - OVERDRAFT) {
      return false;
    }
    credit--;
    return true;
  }
}
