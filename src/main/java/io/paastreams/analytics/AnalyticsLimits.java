package io.paastreams.analytics;

import java.time.Duration;

/**
 * The limits within which a capture time is trusted and a camera counts as alive.
 *
 * @param lateness a frame captured longer than this before the latest one of its camera is late: it
 *     is published without objects and is not tracked
 * @param maxClockSkew a frame captured longer than this after its own detection is quarantined: it
 *     is published without objects and changes nothing
 * @param clockSetBackAfter when all frames have been late for this long, the camera's clock is
 *     taken to have been set back: its objects end, and the camera starts afresh
 * @param silentAfter when nothing has arrived from a camera for this long by the wall clock, its
 *     objects end and its window is closed
 * @param sceneEvery the minimum capture time between two scene records of a camera
 */
public record AnalyticsLimits(
    Duration lateness,
    Duration maxClockSkew,
    Duration clockSetBackAfter,
    Duration silentAfter,
    Duration sceneEvery) {

  /** The defaults: 1 s, 10 s, 10 s, 30 s and 1 s. */
  public static final AnalyticsLimits STANDARD =
      new AnalyticsLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1));
}
