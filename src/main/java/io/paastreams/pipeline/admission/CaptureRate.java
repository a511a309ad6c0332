package io.paastreams.pipeline.admission;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Thins out a camera's frames to a rate by their capture times: the same frames are chosen whether
 * they arrive in time or in a burst after an outage.
 *
 * <p>A frame is taken when the next one is due, and the due time then advances by one period from
 * where it was, so that a limit of 20 keeps 20 of 30 frames per second and not 15. After a pause
 * the due time starts again.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class CaptureRate {

  /** Timestamps are rounded, so a frame that is early by no more than this counts as due. */
  private static final long ROUNDING_NANOS = 1_000_000;

  /** If a camera's clock goes back by more than this, it was reset; less is jitter. */
  private static final Duration CLOCK_SET = Duration.ofSeconds(1);

  private final Duration period;
  private @Nullable Instant due;

  /** Creates a limit of {@code maxFps} frames per second; 0 for none. */
  CaptureRate(double maxFps) {
    this.period = maxFps == 0 ? Duration.ZERO : Duration.ofNanos((long) (1e9 / maxFps));
  }

  /** Whether a frame is among the wanted ones. */
  boolean takes(Instant captureTime) {
    if (period.isZero()) {
      return true;
    }
    if (due == null
        || captureTime.isAfter(due.plus(period))
        || captureTime.isBefore(due.minus(period).minus(CLOCK_SET))) {
      due = captureTime.plus(period);
      return true;
    }
    if (captureTime.plusNanos(ROUNDING_NANOS).isBefore(due)) {
      return false;
    }
    due = due.plus(period);
    return true;
  }
}
