package io.paastreams.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.paastreams.event.ObjectEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event for the page. Times are milliseconds since the epoch, boxes x1, y1, x2, y2 in pixels of
 * the original frame.
 *
 * @param dwell seconds; null for kinds of events without a duration
 * @param best frame for a thumbnail; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventReport(
    String id,
    String kind,
    String camera,
    String track,
    double time,
    String label,
    float score,
    float bestScore,
    int width,
    int height,
    float[] box,
    @Nullable String zone,
    @Nullable String line,
    @Nullable String direction,
    List<String> zones,
    @Nullable Double dwell,
    double firstSeen,
    double lastSeen,
    @Nullable Shot best,
    @Nullable String rules) {

  static EventReport of(ObjectEvent event) {
    return new EventReport(
        event.eventId().toString(),
        event.kind().name(),
        event.cameraId(),
        event.trackId().toString(),
        Json.millis(event.eventTime()),
        event.label(),
        event.score(),
        event.bestScore(),
        event.frameSize().width(),
        event.frameSize().height(),
        SeenBox.corners(event.box()),
        event.zone(),
        event.line(),
        event.direction() == null ? null : event.direction().name(),
        event.zones(),
        event.dwell() == null ? null : event.dwell().toMillis() / 1e3,
        Json.millis(event.firstSeenTime()),
        Json.millis(event.lastSeenTime()),
        Shot.of(event.bestFrame()),
        event.rulesVersion());
  }
}
