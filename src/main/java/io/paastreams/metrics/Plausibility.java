package io.paastreams.metrics;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import java.time.Duration;

/**
 * Distinguishes ages from wrong clocks. Otherwise a single camera whose clock says 1970 would raise
 * the average age of all frames to decades.
 */
final class Plausibility {

  /** Synchronised clocks differ by less. */
  private static final Duration MOST_AHEAD = Duration.ofSeconds(1);

  /** If a frame seems to have taken longer from capture to topic, its capture time is wrong. */
  private static final Duration LONGEST_WAY = Duration.ofHours(1);

  /** Frames topics do not keep images longer than this. */
  private static final Duration OLDEST = Duration.ofDays(7);

  private Plausibility() {}

  /** Whether the age of a frame is plausible. */
  static boolean isAge(DetectedFrame frame, Duration age) {
    return isAge(Duration.between(frame.captureTime(), frame.ingestTime()), age);
  }

  /** Whether the age at which a frame was skipped is plausible. */
  static boolean isAge(SkippedFrame frame) {
    return isAge(
        Duration.between(frame.captureTime(), frame.ingestTime()),
        Duration.between(frame.captureTime(), frame.skipTime()));
  }

  private static boolean isAge(Duration way, Duration age) {
    return age.compareTo(MOST_AHEAD.negated()) >= 0
        && age.compareTo(OLDEST) <= 0
        && way.abs().compareTo(LONGEST_WAY) <= 0;
  }
}
