package io.paastreams.pipeline;

import io.paastreams.batch.ItemTerms;
import io.paastreams.event.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which frames of a camera are worth being detected.
 *
 * @param policy what a newer frame does to those that wait
 * @param maxAge frames captured longer ago are skipped, up to the moment when the device takes
 *     them; zero for no limit
 * @param maxFps frames a second, by capture time, beyond which frames are skipped; zero for no
 *     limit
 * @param priority when the device is short, cameras of a higher one come first
 */
public record AdmissionRule(Freshness policy, Duration maxAge, double maxFps, int priority) {

  static final Duration MAX_MAX_AGE = Duration.ofDays(3650);
  static final double MAX_MAX_FPS = 1000;
  static final int MAX_PRIORITY = 100;

  /** Every frame, however old. */
  public static final AdmissionRule EVERY_FRAME =
      new AdmissionRule(Freshness.ALL, Duration.ZERO, 0, 0);

  /** The same with another maximum age. */
  public AdmissionRule withMaxAge(Duration other) {
    return new AdmissionRule(policy, other, maxFps, priority);
  }

  /** Everything of a camera with this priority. */
  AdmissionRule withoutLimits() {
    return new AdmissionRule(Freshness.ALL, Duration.ZERO, 0, priority);
  }

  boolean isTooOld(Frame frame, Instant now) {
    return !maxAge.isZero() && frame.captureTime().plus(maxAge).isBefore(now);
  }

  /** How long a frame may still wait for the device. */
  Duration patience(Frame frame, Instant now) {
    if (maxAge.isZero()) {
      return ItemTerms.ENDLESS;
    }
    Duration left = Duration.between(now, frame.captureTime().plus(maxAge));
    if (left.compareTo(ItemTerms.ENDLESS) > 0) { // a camera whose clock is wrong
      return ItemTerms.ENDLESS;
    }
    return left.isNegative() ? Duration.ZERO : left;
  }

  List<String> faults(String prefix) {
    List<String> faults =
        new ArrayList<>(
            new PipelineConfigFaults()
                .between(prefix + "maxAge", maxAge, Duration.ZERO, MAX_MAX_AGE)
                .between(prefix + "priority", priority, -MAX_PRIORITY, MAX_PRIORITY)
                .list());
    if (!(maxFps >= 0 && maxFps <= MAX_MAX_FPS)) {
      faults.add(prefix + "maxFps = " + maxFps + ": must be between 0 and " + MAX_MAX_FPS);
    }
    return faults;
  }
}
