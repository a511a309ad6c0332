package io.paastreams.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.paastreams.event.Alert;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert for the page, in its latest state. Times are milliseconds since the epoch.
 *
 * @param state {@code RAISED} while it is open, then {@code CLEARED}
 * @param cleared when it was cleared; null while it is open
 * @param events the ids of the events that caused it
 * @param acknowledged when it was acknowledged; null if it was not
 * @param acknowledgedBy who acknowledged it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AlertReport(
    String id,
    String state,
    String rule,
    String severity,
    String camera,
    @Nullable String zone,
    @Nullable String line,
    @Nullable String track,
    @Nullable String label,
    double since,
    double raised,
    @Nullable Double cleared,
    List<String> events,
    @Nullable Shot best,
    String text,
    @Nullable String rules,
    @Nullable Double acknowledged,
    @Nullable String acknowledgedBy) {

  static AlertReport of(Alert alert) {
    Alert.Acknowledgement noted = alert.acknowledgement();
    return new AlertReport(
        alert.alertId().toString(),
        (alert.clearedTime() == null ? Alert.State.RAISED : Alert.State.CLEARED).name(),
        alert.rule(),
        alert.severity().name(),
        alert.cameraId(),
        alert.zone(),
        alert.line(),
        alert.trackId() == null ? null : alert.trackId().toString(),
        alert.label(),
        Json.millis(alert.sinceTime()),
        Json.millis(alert.raisedTime()),
        alert.clearedTime() == null ? null : Json.millis(alert.clearedTime()),
        alert.eventIds().stream().map(UUID::toString).toList(),
        Shot.of(alert.bestFrame()),
        alert.text(),
        alert.rulesVersion(),
        noted == null ? null : Json.millis(noted.time()),
        noted == null ? null : noted.by());
  }
}
