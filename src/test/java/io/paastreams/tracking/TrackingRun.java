package io.paastreams.tracking;

import io.paastreams.evaluation.JudgedFrame;
import io.paastreams.evaluation.TrackedBox;
import io.paastreams.evaluation.TrackingMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The tracker on a sequence with truth. */
final class TrackingRun {

  private TrackingRun() {}

  static TrackingMetrics metrics(Tracker tracker, TimedSequence sequence, boolean observedOnly) {
    return TrackingMetrics.of(frames(tracker, sequence, observedOnly));
  }

  static List<JudgedFrame> frames(Tracker tracker, TimedSequence sequence, boolean observedOnly) {
    List<JudgedFrame> frames = new ArrayList<>();
    Map<UUID, Long> numbers = new HashMap<>();
    TrackerState state = TrackerState.EMPTY;
    for (TimedSequence.Frame frame : sequence.frames()) {
      FrameIdentity identity = new FrameIdentity(sequence.name(), 0, frames.size());
      Tracker.Step step =
          tracker.track(
              state,
              new Observation(identity, frame.micros(), sequence.size(), frame.detections()));
      state = step.state();
      List<TrackedBox> tracks = new ArrayList<>();
      for (TrackedObject object : step.objects()) {
        if (!observedOnly || object.phase() == TrackPhase.CONFIRMED) {
          tracks.add(
              new TrackedBox(
                  numbers.computeIfAbsent(object.trackId(), id -> (long) numbers.size()),
                  object.box().x1(),
                  object.box().y1(),
                  object.box().x2(),
                  object.box().y2()));
        }
      }
      frames.add(new JudgedFrame(frame.truth(), tracks));
    }
    return frames;
  }
}
