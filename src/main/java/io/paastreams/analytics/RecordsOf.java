package io.paastreams.analytics;

import io.paastreams.event.Alert;
import io.paastreams.event.BestFrame;
import io.paastreams.event.CountWindow;
import io.paastreams.event.CountWindow.ClosedBy;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.ObjectEvent;
import io.paastreams.event.Scene;
import io.paastreams.event.SceneObject;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TrackState;
import io.paastreams.event.TrackedFrame;
import io.paastreams.rules.BestView;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.Direction;
import io.paastreams.rules.SceneAlert;
import io.paastreams.rules.SceneCount;
import io.paastreams.rules.SceneEvent;
import io.paastreams.rules.Severity;
import io.paastreams.rules.Zone;
import io.paastreams.tracking.TrackPhase;
import io.paastreams.tracking.TrackedObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts the results of tracker and rules for one camera into the records of the topics. */
record RecordsOf(String cameraId, CameraRules rules) {

  private @Nullable String version() {
    return rules.version().isEmpty() ? null : rules.version();
  }

  TrackedFrame tracks(DetectedFrame frame, List<SceneObject> objects, boolean late) {
    return new TrackedFrame(
        frame.detectionId(),
        frame.lineage(),
        frame.frameSize(),
        objects,
        late,
        frame.detectionTime(),
        version());
  }

  static SceneObject object(TrackedObject object, CameraState state, long nowMicros) {
    return new SceneObject(
        object.trackId(),
        state.labels().getOrDefault(object.classId(), "class-" + object.classId()),
        object.classId(),
        object.score(),
        object.box(),
        object.velocityX(),
        object.velocityY(),
        phase(object.phase()),
        object.stationary(),
        state.scene().zonesOf(object.trackId()),
        span(object.firstSeenMicros(), nowMicros),
        span(object.lastSeenMicros(), nowMicros));
  }

  /**
   * An event as its record.
   *
   * @param frame the frame that caused it; null if time alone did
   */
  ObjectEvent event(SceneEvent event, @Nullable DetectedFrame frame) {
    TrackedObject object = event.object();
    Long dwell = event.dwellMicros();
    return new ObjectEvent(
        event.eventId(),
        kind(event.kind()),
        cameraId,
        object.trackId(),
        event.number(),
        instant(event.micros()),
        event.label(),
        object.classId(),
        object.score(),
        object.bestScore(),
        event.frameSize(),
        object.box(),
        event.zone(),
        event.line(),
        direction(event.direction()),
        event.zones(),
        dwell == null ? null : Duration.of(dwell, ChronoUnit.MICROS),
        instant(object.firstSeenMicros()),
        instant(object.lastSeenMicros()),
        best(event.best()),
        frame == null ? null : frame.detectionId(),
        version());
  }

  CountWindow count(SceneCount count) {
    return new CountWindow(
        count.windowId(),
        cameraId,
        instant(count.startMicros()),
        instant(count.endMicros()),
        count.zone(),
        count.line(),
        count.label(),
        count.entered(),
        count.left(),
        count.leftToRight(),
        count.rightToLeft(),
        count.mostOccupancy(),
        count.meanOccupancy(),
        count.distinctTracks(),
        count.bySilence() ? ClosedBy.SILENCE : ClosedBy.EVENT_TIME,
        version());
  }

  Alert alert(SceneAlert alert) {
    Long cleared = alert.clearedMicros();
    BestView best = alert.best();
    return new Alert(
        alert.alertId(),
        cleared == null ? Alert.State.RAISED : Alert.State.CLEARED,
        alert.rule(),
        severity(alert.severity()),
        cameraId,
        alert.zone(),
        alert.line(),
        alert.trackId(),
        alert.label(),
        instant(alert.sinceMicros()),
        instant(alert.raisedMicros()),
        cleared == null ? null : instant(cleared),
        alert.events(),
        best == null ? null : best(best),
        alert.text(),
        version(),
        null);
  }

  Scene scene(CameraState.LatestFrame latest, CameraState state, List<SceneObject> objects) {
    return new Scene(
        cameraId,
        latest.detectionId(),
        latest.frameId(),
        instant(latest.captureMicros()),
        latest.source(),
        state.scene().size(),
        objects,
        rules.zones().stream()
            .map(Zone::name)
            .map(zone -> new Scene.Occupancy(zone, state.scene().occupancy(zone)))
            .toList(),
        state.scene().openAlerts().stream()
            .map(
                alert ->
                    new Scene.OpenAlert(
                        alert.alertId(),
                        alert.rule(),
                        severity(alert.severity()),
                        alert.zone(),
                        alert.line(),
                        alert.trackId(),
                        instant(alert.sinceMicros()),
                        alert.text()))
            .toList(),
        version());
  }

  private static BestFrame best(BestView best) {
    return new BestFrame(
        new SourceOffset(best.place().topic(), best.place().partition(), best.place().offset()),
        instant(best.captureMicros()),
        best.box());
  }

  private static Duration span(long from, long to) {
    return Duration.of(Math.max(0, to - from), ChronoUnit.MICROS);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /**
   * Microseconds since 1970 of any time that a record can hold; nanoseconds would overflow in 2262.
   */
  static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  private static TrackState phase(TrackPhase phase) {
    return switch (phase) {
      case TENTATIVE -> TrackState.TENTATIVE;
      case CONFIRMED -> TrackState.CONFIRMED;
      case COASTING -> TrackState.COASTING;
      case ENDED -> TrackState.ENDED;
    };
  }

  private static ObjectEvent.Kind kind(SceneEvent.Kind kind) {
    return switch (kind) {
      case NEW -> ObjectEvent.Kind.NEW;
      case UPDATE -> ObjectEvent.Kind.UPDATE;
      case ENTERED -> ObjectEvent.Kind.ENTERED;
      case LEFT -> ObjectEvent.Kind.LEFT;
      case CROSSED -> ObjectEvent.Kind.CROSSED;
      case STATIONARY -> ObjectEvent.Kind.STATIONARY;
      case MOVING -> ObjectEvent.Kind.MOVING;
      case ENDED -> ObjectEvent.Kind.ENDED;
    };
  }

  private static ObjectEvent.@Nullable Direction direction(@Nullable Direction direction) {
    if (direction == null) {
      return null;
    }
    return switch (direction) {
      case LEFT_TO_RIGHT -> ObjectEvent.Direction.LEFT_TO_RIGHT;
      case RIGHT_TO_LEFT -> ObjectEvent.Direction.RIGHT_TO_LEFT;
    };
  }

  private static Alert.Severity severity(Severity severity) {
    return Alert.Severity.valueOf(severity.name());
  }
}
