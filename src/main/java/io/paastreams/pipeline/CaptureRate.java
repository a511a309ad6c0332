package io.paastreams.pipeline;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Thins a camera's frames out to a rate, by the times at which they were captured: the same frames
 * are chosen whether they come in time or in a burst after an outage.
 *
 * <p>A frame is taken when the next one is due, and then moves the due time on by one period from
 * where it was, so that 20 of 30 frames a second are 20 and not 15. After a pause it begins anew.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class CaptureRate {

  /** Time stamps are rounded: a frame this little before it is due is not early. */
  private static final long ROUNDING_NANOS = 1_000_000;

  /** A camera whose clock goes back further was set anew; less is jitter. */
  private static final Duration CLOCK_SET = Duration.ofSeconds(1);

  private final Duration period;
  private @Nullable Instant due;

  /** A limit of {@code maxFps} frames a second; 0 for none. */
  CaptureRate(double maxFps) {
    this.period = maxFps == 0 ? Duration.ZERO : Duration.ofNanos((long) (1e9 / maxFps));
  }

  /** Whether a frame is among those that are wanted. */
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
