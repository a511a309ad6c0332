package io.paastreams.metrics;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import java.time.Duration;

/**
 * Tells ages from wrong clocks. One camera that takes now for 1970 would else make the average age
 * of all frames fifty years.
 */
final class Plausibility {

  /** Clocks that are kept in step differ by less. */
  private static final Duration MOST_AHEAD = Duration.ofSeconds(1);

  /** A frame that was captured longer before it reached the topic was not captured then. */
  private static final Duration LONGEST_WAY = Duration.ofHours(1);

  /** Frames topics do not keep their images longer. */
  private static final Duration OLDEST = Duration.ofDays(7);

  private Plausibility() {}

  /** Whether the age of a frame can be what its clocks say. */
  static boolean isAge(DetectedFrame frame, Duration age) {
    return isAge(Duration.between(frame.captureTime(), frame.ingestTime()), age);
  }

  /** Whether a frame may have been skipped at an age that is what its clocks say. */
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
