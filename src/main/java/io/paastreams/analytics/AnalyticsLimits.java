package io.paastreams.analytics;

import java.time.Duration;

/**
 * Up to where a capture time is believed, and a camera taken to be alive.
 *
 * @param lateness a frame captured longer than this before the latest one of its camera is late: it
 *     is published without objects and tracked no more
 * @param maxClockSkew a frame captured longer than this after its own detection is quarantined: it
 *     is published without objects and changes nothing
 * @param clockSetBackAfter after so much time of nothing but late frames, the camera's clock has
 *     been set back: what is known of the camera ends, and it begins anew
 * @param silentAfter by the wall clock: when nothing has come of a camera for so long, its objects
 *     end and its window is closed
 * @param sceneEvery least capture time between two scene records of a camera
 */
public record AnalyticsLimits(
    Duration lateness,
    Duration maxClockSkew,
    Duration clockSetBackAfter,
    Duration silentAfter,
    Duration sceneEvery) {

  /** One second, ten, ten, thirty, and one. */
  public static final AnalyticsLimits STANDARD =
      new AnalyticsLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1));
}
