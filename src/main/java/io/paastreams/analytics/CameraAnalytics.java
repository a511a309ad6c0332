package io.paastreams.analytics;

import io.paastreams.detection.Detection;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Scene;
import io.paastreams.event.SceneObject;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TrackedFrame;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.CountingWindow;
import io.paastreams.rules.FramePlace;
import io.paastreams.rules.Liveness;
import io.paastreams.rules.SceneEngine;
import io.paastreams.rules.SceneFrame;
import io.paastreams.rules.SceneState;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.Observation;
import io.paastreams.tracking.Tracker;
import io.paastreams.tracking.TrackerConfig;
import io.paastreams.tracking.TrackerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges one camera: a pure function of what is remembered about it, its next detection record and
 * the rules in force. Both the application and the trial of rules call it.
 *
 * <h2>Which frames are tracked</h2>
 *
 * <ul>
 *   <li>A frame whose source offset is not above the last one of its partition is a repetition: it
 *       was judged before and has no effect. The exception is a frame that was captured after
 *       everything seen so far: then the frames topic was created anew, and its offsets have
 *       started again.
 *   <li>A frame captured long after its own detection comes from a clock that runs ahead. It would
 *       close windows to which later frames belong, so it changes nothing.
 *   <li>A frame captured long before the latest one is late, such as a dead letter that was
 *       replayed. If all frames are late for some time, the clock was set back and the camera
 *       starts afresh; otherwise all frames would remain late for as long as the clock had been
 *       wrong.
 *   <li>Late and quarantined frames get a track record without objects, because there is one track
 *       record per detection record.
 * </ul>
 *
 * <p>The wall clock is never read: the time of a detection is in its record, and the methods for
 * silence receive the time from their caller.
 *
 * <p>Threading: any thread; no state.
 */
public final class CameraAnalytics {

  private final AnalyticsLimits limits;
  private final Tracker tracker;

  public CameraAnalytics(AnalyticsLimits limits, TrackerConfig tracker) {
    this.limits = limits;
    this.tracker = new Tracker(tracker);
  }

  /** Creates one with the constants found by measurement. */
  public static CameraAnalytics standard() {
    return new CameraAnalytics(AnalyticsLimits.STANDARD, TrackerConfig.defaults());
  }

  /** What became of a detection record. */
  public enum Verdict {
    /** Its objects were tracked. */
    TRACKED,
    /** It was captured too long before the latest frame. */
    LATE,
    /** It was captured too long after its own detection. */
    QUARANTINED,
    /** It was judged before. */
    REPEATED,
    /** There was no detection record, only the passing of time. */
    NONE
  }

  /**
   * The result of a detection record or of silence.
   *
   * @param state the state to remember
   * @param records the records to publish
   */
  public record Step(CameraState state, Verdict verdict, CameraRecords records) {}

  /**
   * Judges the next detection record of a camera.
   *
   * @param rules in force for the camera
   * @param state of the same camera; {@link CameraState#EMPTY} at first
   * @throws IllegalArgumentException if boxes or scores are not numbers; the record should become a
   *     dead letter
   */
  public Step judge(CameraRules rules, CameraState state, DetectedFrame frame) {
    long captured = RecordsOf.micros(frame.captureTime());
    long detected = RecordsOf.micros(frame.detectionTime());
    boolean ahead = captured - detected > micros(limits.maxClockSkew());
    if (state.hasSeen(frame.source()) && (ahead || captured <= latest(state))) {
      return new Step(state, Verdict.REPEATED, CameraRecords.NONE);
    }
    Observation observation = observation(frame, captured);
    CameraState seen = state.seen(frame.source());
    if (ahead) {
      return aside(rules, seen, frame, Verdict.QUARANTINED);
    }
    if (state.latest() != null && captured < latest(state) - micros(limits.lateness())) {
      if (state.lateSinceMicros() == CameraState.NEVER) {
        return aside(rules, seen.lateSince(detected), frame, Verdict.LATE);
      }
      if (detected - state.lateSinceMicros() < micros(limits.clockSetBackAfter())) {
        return aside(rules, seen, frame, Verdict.LATE);
      }
      return beginAnew(rules, seen, frame, observation);
    }
    return track(rules, seen, frame, observation);
  }

  private static long latest(CameraState state) {
    CameraState.LatestFrame latest = state.latest();
    return latest == null ? CameraState.NEVER : latest.captureMicros();
  }

  private static Observation observation(DetectedFrame frame, long captured) {
    List<Detection> all = new ArrayList<>(frame.detections());
    all.addAll(frame.faint());
    SourceOffset source = frame.source();
    return new Observation(
        new FrameIdentity(frame.cameraId(), source.partition(), source.offset()),
        captured,
        frame.frameSize(),
        all);
  }

  private static Step aside(
      CameraRules rules, CameraState state, DetectedFrame frame, Verdict verdict) {
    RecordsOf of = new RecordsOf(frame.cameraId(), rules);
    return new Step(
        state,
        verdict,
        new CameraRecords(
            of.tracks(frame, List.of(), true), List.of(), List.of(), List.of(), null));
  }

  private Step track(
      CameraRules rules, CameraState state, DetectedFrame frame, Observation observation) {
    Tracker.Step tracked = tracker.track(state.tracker(), observation);
    CameraState named =
        areNamed(frame.detections(), frame.labels(), state)
                && areNamed(frame.faint(), frame.faintLabels(), state)
            ? state
            : state.named(names(frame));
    SourceOffset source = frame.source();
    SceneEngine.Step judged =
        SceneEngine.judge(
            rules,
            state.scene(),
            new SceneFrame(
                observation.frame(),
                new FramePlace(source.topic(), source.partition(), source.offset()),
                observation.captureMicros(),
                frame.frameSize(),
                tracked.objects(),
                tracked.ended(),
                named.labels()));
    // A frame within the tolerance counts as captured at the same time.
    long now = Math.max(observation.captureMicros(), latest(state));
    CameraState next =
        named
            .with(tracked.state(), judged.state())
            .tracked(
                new CameraState.LatestFrame(
                    frame.detectionId(), frame.frameId(), now, frame.source()));
    RecordsOf of = new RecordsOf(frame.cameraId(), rules);
    List<SceneObject> objects =
        tracked.objects().stream().map(object -> RecordsOf.object(object, next, now)).toList();
    boolean due =
        next.sceneMicros() == CameraState.NEVER
            || now - next.sceneMicros() >= micros(limits.sceneEvery());
    return step(
        of, next, Verdict.TRACKED, of.tracks(frame, objects, false), frame, judged, objects, due);
  }

  private static Step step(
      RecordsOf of,
      CameraState state,
      Verdict verdict,
      @Nullable TrackedFrame tracks,
      @Nullable DetectedFrame frame,
      SceneEngine.Step judged,
      List<SceneObject> objects,
      boolean sceneDue) {
    CameraState.LatestFrame latest = state.latest();
    CameraState next = state;
    Scene scene = null;
    if (sceneDue && latest != null) {
      Scene now = of.scene(latest, state, objects);
      long digest = SceneDigest.of(now);
      if (digest != state.sceneDigest() || state.sceneMicros() == CameraState.NEVER) {
        scene = now;
        next = state.shown(latest.captureMicros(), digest);
      }
    }
    return new Step(
        next,
        verdict,
        new CameraRecords(
            tracks,
            judged.events().stream().map(event -> of.event(event, frame)).toList(),
            judged.counts().stream().map(of::count).toList(),
            judged.alerts().stream().map(of::alert).toList(),
            scene));
  }

  private static boolean areNamed(
      List<Detection> detections, List<String> names, CameraState state) {
    for (int i = 0; i < detections.size(); i++) {
      if (!names.get(i).equals(state.labels().get(detections.get(i).classId()))) {
        return false;
      }
    }
    return true;
  }

  private static Map<Integer, String> names(DetectedFrame frame) {
    Map<Integer, String> names = new HashMap<>();
    for (int i = 0; i < frame.faint().size(); i++) {
      names.put(frame.faint().get(i).classId(), frame.faintLabels().get(i));
    }
    for (int i = 0; i < frame.detections().size(); i++) {
      names.put(frame.detections().get(i).classId(), frame.labels().get(i));
    }
    return names;
  }

  /**
   * Ends the objects and closes the window of a camera from which nothing has arrived for {@link
   * AnalyticsLimits#silentAfter}. Frames that arrive later, because they were held up on the way,
   * are tracked by their own capture times; what happens in them counts in the next window.
   *
   * @param rules in force for the camera
   */
  public Step silence(CameraRules rules, CameraState state) {
    CameraState.LatestFrame latest = state.latest();
    if (latest == null) {
      return new Step(state, Verdict.NONE, CameraRecords.NONE);
    }
    return silentUntil(rules, state, latest.captureMicros() + micros(limits.silentAfter()));
  }

  /**
   * Ends a camera from which nothing will arrive any more, as at the end of a recording. Does the
   * same as {@link #silence}, and closes the window even before its end.
   *
   * @param rules in force for the camera
   */
  public Step end(CameraRules rules, CameraState state) {
    CameraState.LatestFrame latest = state.latest();
    if (latest == null) {
      return new Step(state, Verdict.NONE, CameraRecords.NONE);
    }
    CountingWindow window = state.scene().window();
    long silent = latest.captureMicros() + micros(limits.silentAfter());
    return silentUntil(
        rules, state, window == null ? silent : Math.max(silent, window.endMicros()));
  }

  private Step silentUntil(CameraRules rules, CameraState state, long until) {
    Tracker.Step ended = tracker.advance(state.tracker(), until);
    SceneEngine.Step judged = SceneEngine.advance(rules, state.scene(), ended.ended(), until);
    TrackerState before = state.tracker();
    CameraState next =
        state.with(
            new TrackerState(before.lastMicros(), before.size(), ended.state().tracks()),
            judged.state());
    RecordsOf of = new RecordsOf(rules.cameraId(), rules);
    return step(of, next, Verdict.NONE, null, null, judged, List.of(), true);
  }

  /**
   * Judges by the wall clock whether a camera is silent.
   *
   * @param rules in force for the camera
   * @param seen what has arrived from it
   */
  public Step listen(CameraRules rules, CameraState state, Liveness seen) {
    SceneEngine.Step judged = SceneEngine.listen(rules, state.scene(), seen);
    return new Step(
        state.with(state.tracker(), judged.state()),
        Verdict.NONE,
        new CameraRecords(
            null,
            List.of(),
            List.of(),
            judged.alerts().stream()
                .map(alert -> new RecordsOf(rules.cameraId(), rules).alert(alert))
                .toList(),
            null));
  }

  /** Ends everything that is known about the camera, then judges the frame as its first one. */
  private Step beginAnew(
      CameraRules rules, CameraState state, DetectedFrame frame, Observation observation) {
    Step ended = silence(rules, state);
    SceneEngine.Step cleared =
        SceneEngine.advance(withoutRules(rules), ended.state().scene(), List.of(), latest(state));
    CameraState empty =
        new CameraState(
            TrackerState.EMPTY,
            SceneState.EMPTY,
            state.positions(),
            state.labels(),
            null,
            CameraState.NEVER,
            CameraState.NEVER,
            0);
    Step begun = track(rules, empty, frame, observation);
    RecordsOf of = new RecordsOf(frame.cameraId(), rules);
    return new Step(
        begun.state(),
        begun.verdict(),
        new CameraRecords(
            begun.records().tracks(),
            joined(ended.records().events(), begun.records().events()),
            joined(ended.records().counts(), begun.records().counts()),
            joined(
                joined(ended.records().alerts(), cleared.alerts().stream().map(of::alert).toList()),
                begun.records().alerts()),
            begun.records().scene()));
  }

  private static CameraRules withoutRules(CameraRules rules) {
    return new CameraRules(
        rules.version() + " ended",
        rules.cameraId(),
        rules.zones(),
        rules.lines(),
        rules.counts(),
        rules.updateEvery(),
        List.of());
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
