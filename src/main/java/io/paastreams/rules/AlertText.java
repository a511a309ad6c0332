package io.paastreams.rules;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text of an alert for people: one sentence with the rule, the place and the figures. */
final class AlertText {

  private AlertText() {}

  /**
   * The text of a rule about objects in a place.
   *
   * @param objects the number of objects that are there now
   * @param label the label of the one that has been there for longest
   * @param forMicros how long the condition has held; time in which an object was hidden counts,
   *     because it is taken to be where it was
   */
  static String of(Rule rule, String cameraId, int objects, String label, long forMicros) {
    String place = place(rule.place(), cameraId);
    String time = seconds(forMicros);
    return rule.name()
        + ": "
        + switch (rule.when()) {
          case OCCUPANCY ->
              "at least %d %s been %s for %s, now %d"
                  .formatted(
                      rule.atLeast(),
                      rule.atLeast() == 1 ? "object has" : "objects have",
                      place,
                      time,
                      objects);
          case STATIONARY -> "%s has stood still %s for %s".formatted(label, place, time);
          case PRESENCE ->
              rule.eachTrack()
                  ? stay(label, place, time)
                  : "%s of camera %s has been occupied for %s, now by %s"
                      .formatted(
                          rule.place() == null ? "the view" : "zone " + rule.place(),
                          cameraId,
                          time,
                          label);
          default -> stay(label, place, time);
        };
  }

  private static String stay(String label, String place, String time) {
    return "%s has been %s for %s".formatted(label, place, time);
  }

  static String ofCrossing(Rule rule, String cameraId, SceneEvent event) {
    String way =
        event.direction() == Direction.LEFT_TO_RIGHT ? "from left to right" : "from right to left";
    return "%s: %s has crossed line %s %s on camera %s"
        .formatted(rule.name(), event.label(), event.line(), way, cameraId);
  }

  static String ofSilence(Rule rule, String cameraId, Silence silence, Liveness seen, long micros) {
    String time = seconds(micros);
    return rule.name()
        + ": "
        + switch (silence) {
          case CAMERA_SILENT ->
              "camera %s is silent: neither detections nor skipped frames for %s"
                  .formatted(cameraId, time);
          case DETECTOR_BEHIND ->
              "the detector is behind: the latest frame of camera %s that it has finished was"
                      .formatted(cameraId)
                  + " captured %s ago".formatted(time);
          case ALL_SKIPPED ->
              "all frames of camera %s are skipped: %d in %s, none detected"
                  .formatted(cameraId, seen.skipped(), time);
          case NOTHING_ARRIVES ->
              ("nothing has arrived from camera %s for %s, nor from any other for %s: look at the"
                      + " detector and at ingest first")
                  .formatted(cameraId, time, seconds(seen.nowMicros() - seen.othersMicros()));
        };
  }

  private static String place(@Nullable String zone, String cameraId) {
    return zone == null
        ? "in view of camera " + cameraId
        : "in zone %s of camera %s".formatted(zone, cameraId);
  }

  private static String seconds(long micros) {
    return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
  }
}
