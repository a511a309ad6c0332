package io.paastreams.tracking;

import java.time.Duration;

/**
 * The constants of the tracker. All times are in capture time; nothing counts frames.
 *
 * @param noise the noise of motion and detector
 * @param pairing the pairing of detections with tracks
 * @param twins the limits for duplicate detections of one object
 * @param life the lifetimes of tracks
 * @param stillness when an object is stationary
 * @param labelMemory the time constant of the votes on a track's label
 */
public record TrackerConfig(
    MotionNoise noise,
    PairingLimits pairing,
    TwinLimits twins,
    Lifetimes life,
    StillnessLimits stillness,
    Duration labelMemory) {

  /** Reports all faults at once. */
  public TrackerConfig {
    Faults faults = new Faults();
    noise.check(faults);
    pairing.check(faults);
    twins.check(faults);
    life.check(faults);
    stillness.check(faults);
    faults.positive("labelMemory", labelMemory);
    faults.refuse();
  }

  /** The measured defaults. */
  public static TrackerConfig defaults() {
    return new TrackerConfig(
        MotionNoise.defaults(),
        PairingLimits.defaults(),
        TwinLimits.defaults(),
        Lifetimes.defaults(),
        StillnessLimits.defaults(),
        Duration.ofSeconds(2));
  }
}
