package io.paastreams.ingest;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps at most so many frames a second of those that arrive: a token bucket of one frame and a
 * half, which may be overdrawn by another half.
 *
 * <p>A live source is limited by arrival, since its time stamps are often nominal: FFmpeg gives
 * Motion JPEG over HTTP 25 frames a second whatever the camera sends. Fixed slots as in {@link
 * RateLimit} would lose frames of a camera that sends just the wanted rate, because each arrives a
 * little before or after the border of its slot. The overdraft takes that jitter.
 */
final class ArrivalLimit {

  private static final double OVERDRAFT = 0.5;

  /** A frame that just missed its turn leaves its credit to the next one. */
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
