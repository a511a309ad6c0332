package io.paastreams.rules;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text of an alert for people: one sentence with the rule, the place and the figures. */
final class AlertText {

  private AlertText() {}

  static String of(Rule rule, String cameraId, int objects, String label, long forMicros) {
    String place = place(rule.place(), cameraId);
    String time = seconds(forMicros);
    return rule.name()
        + ": "
        + switch (rule.when()) {
          case OCCUPANCY ->
              "%d objects, at least %d of them for %s, %s"
                  .formatted(objects, rule.atLeast(), time, place);
          case DWELL -> "%s has stayed for %s %s".formatted(label, time, place);
          case STATIONARY -> "%s has stood still for %s %s".formatted(label, time, place);
          default -> "%s has been seen for %s %s".formatted(label, time, place);
        };
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
              "nothing has arrived of camera %s or any other for %s: look at the detector and at ingest first"
                  .formatted(cameraId, time);
        };
  }

  private static String place(@Nullable String zone, String cameraId) {
    return zone == null
        ? "on camera " + cameraId
        : "in zone %s of camera %s".formatted(zone, cameraId);
  }

  private static String seconds(long micros) {
    return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
  }
}
