package io.paastreams.live;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SkippedFrame;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one camera. Threading: not safe; {@link Cameras} locks.
 *
 * <p>{@code SILENT} and {@code SKIPPED} distinguish two reasons for "no boxes": a camera that sends
 * nothing, and a pipeline that cannot keep up with the camera.
 */
final class CameraActivity {

  /** The time span over which rates are measured. */
  private static final Duration RATE_SPAN = Duration.ofSeconds(10);

  private static final Duration STALE_AFTER = Duration.ofSeconds(3);
  private static final Duration SILENT_AFTER = Duration.ofSeconds(15);
  private static final Duration TRACKED_FOR = Duration.ofSeconds(3);

  /** The state that a camera's tile shows. */
  enum State {
    /** Detections arrive. */
    LIVE,
    /** Its frames arrive, but none has been detected for some seconds. */
    SKIPPED,
    /** Nothing has arrived for some seconds. */
    STALE,
    /** Nothing has arrived for longer than that. */
    SILENT
  }

  private final String id;
  private final RecentCount detected = new RecentCount(RATE_SPAN);
  private final RecentCount skipped = new RecentCount(RATE_SPAN);
  private final RecentCount dead = new RecentCount(RATE_SPAN);
  private @Nullable Sighting last;
  private int partition = -1;
  private String model = "";
  private Instant lastDetected = Instant.EPOCH;
  private Instant lastHeard = Instant.EPOCH;
  private Instant lastTracked = Instant.EPOCH;
  private Instant lastObjects = Instant.EPOCH;

  CameraActivity(String id) {
    this.id = id;
  }

  /**
   * Takes a record. One from the history that is read at the start is shown but does not count as
   * activity now.
   *
   * @param at when it was written
   */
  void detected(DetectedFrame frame, Instant at) {
    partition = frame.source().partition();
    model = frame.model().name();
    lastDetected = later(lastDetected, at);
    lastHeard = later(lastHeard, at);
    detected.add(at);
    if (!isTracked(at)) {
      show(Sighting.of(frame), at);
    }
  }

  void tracked(Sighting sighting, Instant at) {
    lastTracked = later(lastTracked, at);
    show(sighting, at);
  }

  private void show(Sighting sighting, Instant at) {
    last = sighting;
    if (!sighting.boxes().isEmpty()) {
      lastObjects = later(lastObjects, at);
    }
  }

  void skipped(SkippedFrame frame, Instant at) {
    partition = frame.source().partition();
    lastHeard = later(lastHeard, at);
    skipped.add(at);
  }

  void dead(Instant at) {
    lastHeard = later(lastHeard, at);
    dead.add(at);
  }

  /** Whether analytics gives its objects identities. */
  boolean isTracked(Instant now) {
    return Duration.between(lastTracked, now).compareTo(TRACKED_FOR) < 0;
  }

  /** Whether nothing has been found for this long. */
  boolean isIdle(Instant now, Duration span) {
    return Duration.between(lastObjects, now).compareTo(span) > 0;
  }

  /** The number of its partition of the frames topic; -1 if it is not known. */
  int partition() {
    return partition;
  }

  /** The model that detected last; empty if it is not known. */
  String model() {
    return model;
  }

  @Nullable Sighting last() {
    return last;
  }

  CameraReport report(Instant now) {
    Sighting shown = last;
    return new CameraReport(
        id,
        state(now),
        shown == null ? 0 : Json.millis(shown.captureTime()),
        Json.millis(lastHeard),
        detected.perSecond(now),
        skipped.perSecond(now),
        dead.perSecond(now),
        shown == null ? 0 : shown.boxes().size(),
        shown == null ? 0 : shown.frameSize().width(),
        shown == null ? 0 : shown.frameSize().height(),
        isTracked(now),
        partition);
  }

  private State state(Instant now) {
    Duration unheard = Duration.between(lastHeard, now);
    if (unheard.compareTo(SILENT_AFTER) > 0) {
      return State.SILENT;
    }
    if (unheard.compareTo(STALE_AFTER) > 0) {
      return State.STALE;
    }
    return Duration.between(lastDetected, now).compareTo(STALE_AFTER) > 0
        ? State.SKIPPED
        : State.LIVE;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
