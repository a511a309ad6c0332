package io.paastreams.tracking;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A camera in a test: frames go in one after the other, at times in milliseconds. */
final class Scene {

  static final int PERSON = 0;
  static final int CAR = 1;

  private static final long START_MICROS = 1_700_000_000_000_000L;

  private final Tracker tracker = new Tracker(TrackerConfig.defaults());
  private final List<Tracker.Step> steps = new ArrayList<>();
  private TrackerState state = TrackerState.EMPTY;
  private Size size = new Size(640, 480);
  private long offset;

  /** A box of 40 x 80 around a place. */
  static Detection at(double x, double y) {
    return at(x, y, PERSON, 0.9);
  }

  static Detection at(double x, double y, int classId, double score) {
    return box(x - 20, y - 40, x + 20, y + 40, classId, score);
  }

  static Detection box(double x1, double y1, double x2, double y2, int classId, double score) {
    return new Detection(
        new Box((float) x1, (float) y1, (float) x2, (float) y2), classId, (float) score);
  }

  Scene in(Size frame) {
    size = frame;
    return this;
  }

  /** The next frame. */
  Tracker.Step frame(double millis, Detection... detections) {
    return frame(millis, List.of(detections));
  }

  Tracker.Step frame(double millis, List<Detection> detections) {
    long micros = START_MICROS + Math.round(millis * 1000);
    FrameIdentity identity = new FrameIdentity("gate-1", 0, offset++);
    Tracker.Step step = tracker.track(state, new Observation(identity, micros, size, detections));
    state = step.state();
    steps.add(step);
    return step;
  }

  TrackerState state() {
    return state;
  }

  /** Every id that was ever shown. */
  Set<UUID> shownIds() {
    Set<UUID> ids = new LinkedHashSet<>();
    steps.forEach(step -> step.objects().forEach(object -> ids.add(object.trackId())));
    return ids;
  }

  List<TrackedObject> ended() {
    return steps.stream().flatMap(step -> step.ended().stream()).toList();
  }
}
