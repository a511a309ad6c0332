package io.paastreams.tracking;

import java.time.Duration;

/**
 * Constants of the tracker. Times are of capture; nothing counts frames.
 *
 * @param noise of motion and detector
 * @param pairing of detections with tracks
 * @param twins second detections of one object
 * @param life of tracks
 * @param stillness what stands
 * @param labelMemory time constant of the votes on a track's label
 */
public record TrackerConfig(
    MotionNoise noise,
    PairingLimits pairing,
    TwinLimits twins,
    Lifetimes life,
    StillnessLimits stillness,
    Duration labelMemory) {

  /** All faults at once. */
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

  /** The measured ones. */
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
