package io.paastreams.pipeline.admission;

import io.paastreams.batch.ItemTerms;
import io.paastreams.event.Frame;
import io.paastreams.setting.PerCamera;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.time.Duration;
import java.time.Instant;

/**
 * Which frames of a camera are worth detecting.
 *
 * @param policy what a newer frame does to waiting ones
 * @param maxAge frames captured longer ago than this are skipped, up to the moment when the device
 *     takes them; zero for no limit
 * @param maxFps the frames per second, by capture time, beyond which frames are skipped; zero for
 *     no limit
 * @param priority when the device cannot keep up, cameras with higher priority come first
 * @param sample the share of frames, from 0 to 1, that are considered at all; see {@link
 *     FrameSample}
 */
public record AdmissionRule(
    Freshness policy, Duration maxAge, double maxFps, int priority, double sample) {

  public static final SettingSection SETTINGS = SettingSection.named("admission");

  public static final Setting<Freshness> POLICY =
      SETTINGS.standard(
          "policy",
          SettingType.constant(Freshness.class),
          Freshness.ALL,
          "latest skips waiting frames when a newer one of their camera arrives.");
  public static final Setting<Duration> MAX_AGE =
      SETTINGS.standard(
          "maxAge",
          SettingType.duration(Duration.ZERO, Duration.ofDays(3650)),
          Duration.ZERO,
          "Frames older than this are skipped when their turn comes; 0s detects all.");
  public static final Setting<Double> MAX_FPS =
      SETTINGS.standard(
          "maxFps",
          SettingType.number(0, 1000),
          0.0,
          "Frames per second per camera; further frames are skipped; 0 detects all.");
  public static final Setting<Integer> PRIORITY =
      SETTINGS.standard(
          "priority",
          SettingType.integer(-100, 100),
          0,
          "Cameras with a higher priority come first when the device is overloaded.");
  public static final Setting<Double> SAMPLE =
      SETTINGS.standard(
          "sample",
          SettingType.share(),
          1.0,
          "The share of frames that are considered, chosen by a hash of their ids; the others"
              + " are skipped as SAMPLED_OUT.");

  /** A pattern may match several cameras. */
  public static final PerCamera CAMERAS = SETTINGS.perCamera("admission.cameras", "PATTERN");

  /** The rule that detects every frame, however old. */
  public static final AdmissionRule EVERY_FRAME = of(SettingValues.DEFAULTS);

  /** What a user chose. */
  public static AdmissionRule of(SettingValues values) {
    return new AdmissionRule(
        values.get(POLICY),
        values.get(MAX_AGE),
        values.get(MAX_FPS),
        values.get(PRIORITY),
        values.get(SAMPLE));
  }

  public SettingValues values() {
    return SettingValues.DEFAULTS
        .with(POLICY, policy)
        .with(MAX_AGE, maxAge)
        .with(MAX_FPS, maxFps)
        .with(PRIORITY, priority)
        .with(SAMPLE, sample);
  }

  /** A copy with another maximum age. */
  public AdmissionRule withMaxAge(Duration other) {
    return new AdmissionRule(policy, other, maxFps, priority, sample);
  }

  /** A copy that detects every frame in the sample, with this priority. */
  AdmissionRule withoutLimits() {
    return new AdmissionRule(Freshness.ALL, Duration.ZERO, 0, priority, sample);
  }

  public boolean isTooOld(Frame frame, Instant now) {
    return !maxAge.isZero() && frame.captureTime().plus(maxAge).isBefore(now);
  }

  /** How long a frame may still wait for the device. */
  public Duration patience(Frame frame, Instant now) {
    if (maxAge.isZero()) {
      return ItemTerms.ENDLESS;
    }
    Duration left = Duration.between(now, frame.captureTime().plus(maxAge));
    if (left.compareTo(ItemTerms.ENDLESS) > 0) { // a camera whose clock is wrong
      return ItemTerms.ENDLESS;
    }
    return left.isNegative() ? Duration.ZERO : left;
  }
}
