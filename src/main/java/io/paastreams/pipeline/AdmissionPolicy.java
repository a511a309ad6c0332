package io.paastreams.pipeline;

import io.paastreams.event.Frame;
import io.paastreams.event.SkippedFrame.SkipReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides, when a frame's turn has come, whether it is worth being detected. One a task: it sees
 * the frames of its cameras in order, on one thread, and may keep state about them.
 */
@FunctionalInterface
interface AdmissionPolicy {

  /** Why the frame is to be skipped; empty if it is to be detected. */
  Optional<SkipReason> skip(Frame frame, Instant now);

  /** Skips frames that were captured longer ago than {@code maxAge}; zero skips none. */
  static AdmissionPolicy maxAge(Duration maxAge) {
    if (maxAge.isZero()) {
      return (frame, now) -> Optional.empty();
    }
    return (frame, now) ->
        frame.captureTime().plus(maxAge).isBefore(now)
            ? Optional.of(SkipReason.TOO_OLD)
            : Optional.empty();
  }
}
