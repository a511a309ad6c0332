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
 * Derives events, counts and alerts from the tracked objects of one camera. It is a pure function
 * of the remembered state and the next frame.
 *
 * <h2>Order within a frame</h2>
 *
 * <p>First the time advances and closes windows, then ended objects are removed, then the remaining
 * ones are judged one by one: zones, lines, rest. The rules are judged on the result. Everything
 * with a name is processed in alphabetical order, so that the order in the file has no effect.
 *
 * <h2>Inertia</h2>
 *
 * <p>An object changes sides of a border only when it has been seen on the other side for the
 * zone's or line's time, in at least two frames, without having been seen on the first side in
 * between. Predicted boxes are not observations. An object that appears inside a zone or beyond a
 * line starts there, without having entered or crossed anything. In the same way, an object that
 * ends has not left its zones. A tracker that loses an object and finds it again therefore changes
 * no count of entries, exits and crossings.
 *
 * <h2>Times</h2>
 *
 * <p>The time of an event is that of the frame that made it certain; stays and rules count from the
 * first frame of the change. A window is closed by a frame at or after its end, or by {@link
 * #advance}.
 *
 * <h2>Rejected</h2>
 *
 * <ul>
 *   <li>An {@code ENTERED} event for objects that appear inside, so that each {@code LEFT} has a
 *       counterpart: a person who is lost behind a pillar for three seconds would enter twice.
 *   <li>Counting windows of processing time: a replay would give different counts.
 *   <li>Sets of ids to count distinct objects: one hour at a busy place would be larger than the
 *       rest of the state. Instead, each object remembers the last window that it was counted in.
 * </ul>
 *
 * <p>Threading: any thread; no state.
 */
public final class SceneEngine {

  private SceneEngine() {}

  /**
   * The result of a frame or of silence.
   *
   * @param state the state to remember
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
   * Judges the next frame of a camera.
   *
   * @param rules the rules that apply to it
   * @param state the state of the same camera; {@link SceneState#EMPTY} at first
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
   * Advances the time without a frame, for a camera that no longer sends any: ends objects and
   * closes windows. Because there is no frame, everything that ends gets the time of the latest
   * one.
   *
   * @param ended the tracks that the tracker has ended until then
   * @param micros a capture time; no later frame will be older
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

  /**
   * Judges by the wall clock whether a camera is silent, and raises and clears alerts about
   * silence.
   */
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
    alerts.addAll(judge.cleared());
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
