package io.paastreams.rules;

import io.paastreams.geometry.Size;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.TrackedObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the tracker says of a camera: a pure function of what is remembered and what comes
 * next.
 *
 * <h2>Order within a frame</h2>
 *
 * <p>Time passes first and closes windows, then objects that have ended go, then the others are
 * judged one by one: zones, lines, rest. Rules see the result. Everything that has a name is gone
 * through in alphabetical order, so that the order in the file changes nothing.
 *
 * <h2>Inertia</h2>
 *
 * <p>An object changes sides of a border only when it has been seen on the other side for the
 * zone's or line's time, in at least two frames, without having been seen on the first side in
 * between. Predicted boxes are not observations. An object that appears inside a zone or beyond a
 * line starts there; it has entered and crossed nothing. In the same way, an object that ends has
 * not left its zones. A tracker that loses an object and finds it again therefore changes no count
 * of entries, exits and crossings.
 *
 * <h2>Times</h2>
 *
 * <p>An event is dated by the frame that made it certain; stays and rules count from the first
 * frame of the change. A window is closed by a frame at or after its end, or by {@link #advance}.
 *
 * <h2>Rejected</h2>
 *
 * <ul>
 *   <li>{@code ENTERED} for objects that appear inside, to have one for each {@code LEFT}: a person
 *       who is lost for three seconds behind a pillar would enter twice.
 *   <li>Counting windows of processing time: a replay would give other counts.
 *   <li>Sets of ids for distinct objects: an hour at a busy place is larger than everything else in
 *       the state. Each object remembers the last window that it was counted in.
 * </ul>
 *
 * <p>Threading: any thread; no state.
 */
public final class SceneEngine {

  private SceneEngine() {}

  /**
   * What came of a frame or of silence.
   *
   * @param state to remember
   * @param events in the order in which they happened
   * @param counts of windows that were closed, the earliest first
   * @param alerts raised and cleared
   */
  public record Step(
      SceneState state, List<SceneEvent> events, List<SceneCount> counts, List<SceneAlert> alerts) {

    public Step {
      events = List.copyOf(events);
      counts = List.copyOf(counts);
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * The next frame of a camera.
   *
   * @param rules in force for it
   * @param state of the same camera; {@link SceneState#EMPTY} at first
   */
  public static Step judge(CameraRules rules, SceneState state, SceneFrame frame) {
    long now = Math.max(frame.captureMicros(), state.lastMicros());
    RulesChange.Changed changed = RulesChange.apply(rules, state, now);
    SceneState before = changed.state();
    Counter counter = new Counter(rules, before.window(), false);
    List<SceneTrack> passed = pass(counter, before, now);
    counter.open(now);
    TrackJudge judge =
        new TrackJudge(rules, before, counter, frame.identity(), now, frame.size(), false);
    Map<UUID, SceneTrack> tracks = remaining(judge, passed, frame.ended());
    for (TrackedObject object : frame.objects()) {
      see(judge, tracks, object, frame);
    }
    return finish(
        rules, before, frame.identity(), now, frame.size(), counter, judge, tracks, changed);
  }

  /**
   * Time without frames, for a camera that sends nothing any more: ends objects and closes windows.
   * It has no capture time of its own, so what ends is dated by the latest frame.
   *
   * @param ended tracks that the tracker has ended up to then
   * @param micros capture time that no later frame is going to be older than
   */
  public static Step advance(
      CameraRules rules, SceneState state, List<TrackedObject> ended, long micros) {
    if (state.lastFrame() == null) {
      return new Step(state, List.of(), List.of(), List.of());
    }
    long last = state.lastMicros();
    long now = Math.max(micros, last);
    RulesChange.Changed changed = RulesChange.apply(rules, state, last);
    SceneState before = changed.state();
    Counter counter = new Counter(rules, before.window(), true);
    if (!ended.isEmpty()) {
      counter.open(last);
    }
    TrackJudge judge =
        new TrackJudge(rules, before, counter, before.lastFrame(), last, before.size(), true);
    Map<UUID, SceneTrack> tracks = remaining(judge, before.tracks(), ended);
    counter.closeBefore(now);
    return finish(
        rules, before, before.lastFrame(), now, before.size(), counter, judge, tracks, changed);
  }

  /** Whether a camera is heard of, by the wall clock: raises and clears alerts of silence. */
  public static Step listen(CameraRules rules, SceneState state, Liveness seen) {
    SilenceJudge.Verdict verdict = SilenceJudge.judge(rules, state, seen);
    SceneState next =
        new SceneState(
            state.rulesVersion(),
            state.geometries(),
            state.lastMicros(),
            state.lastFrame(),
            state.size(),
            state.tracks(),
            state.parked(),
            state.window(),
            verdict.memories());
    return new Step(next, List.of(), List.of(), verdict.alerts());
  }

  private static List<SceneTrack> pass(Counter counter, SceneState before, long now) {
    // Without a window it is the first frame, or the camera was silent: nobody knows what was
    // there.
    return before.window() == null
        ? before.tracks()
        : counter.pass(before.lastMicros(), now, before.tracks());
  }

  private static Map<UUID, SceneTrack> remaining(
      TrackJudge judge, List<SceneTrack> before, List<TrackedObject> ended) {
    Map<UUID, SceneTrack> tracks = new LinkedHashMap<>();
    before.forEach(track -> tracks.put(track.id(), track));
    for (TrackedObject object : ended) {
      SceneTrack track = tracks.remove(object.trackId());
      if (track != null) {
        judge.ended(track, object);
      }
    }
    return tracks;
  }

  private static void see(
      TrackJudge judge, Map<UUID, SceneTrack> tracks, TrackedObject object, SceneFrame frame) {
    boolean isSeen =
        switch (object.phase()) {
          case CONFIRMED -> true;
          case TENTATIVE, COASTING, ENDED -> false;
        };
    if (!isSeen) {
      return;
    }
    SceneTrack before = tracks.get(object.trackId());
    String label = frame.label(object);
    tracks.put(
        object.trackId(),
        before == null
            ? judge.appeared(object, label, frame.place())
            : judge.seen(before, object, label, frame.place()));
  }

  private static Step finish(
      CameraRules rules,
      SceneState before,
      @Nullable FrameIdentity frame,
      long now,
      Size size,
      Counter counter,
      TrackJudge judge,
      Map<UUID, SceneTrack> tracks,
      RulesChange.Changed changed) {
    List<SceneTrack> next = List.copyOf(tracks.values());
    if (counter.isOpen()) {
      next = counter.occupied(next, 0);
    }
    RuleJudge rulesJudge =
        new RuleJudge(rules, frame, now, next, judge.parked(), judge.events(), judge.memories());
    rulesJudge.judge();
    List<SceneAlert> alerts = new ArrayList<>(changed.cleared());
    alerts.addAll(rulesJudge.alerts());
    SceneState state =
        new SceneState(
            before.rulesVersion(),
            before.geometries(),
            now,
            frame,
            size,
            next,
            judge.parked(),
            counter.state(),
            rulesJudge.memories());
    return new Step(state, judge.events(), counter.closed(), alerts);
  }
}
