package io.paastreams.analytics;

import io.paastreams.analytics.CameraAnalytics.Step;
import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.event.Alert;
import io.paastreams.event.CountWindow;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.ObjectEvent;
import io.paastreams.event.Scene;
import io.paastreams.event.TrackedFrame;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.RuleFile;
import java.util.ArrayList;
import java.util.List;

/** One camera processed from its first frame on, and everything that resulted. */
final class Run {

  /** A zone in the right half, a line down the middle, and a rule. */
  static final String YARD =
      """
      cameras:
        "*":
          zones:
            yard: {polygon: [[0.5, 0], [1, 0], [1, 1], [0.5, 1]], enterAfter: 200ms, leaveAfter: 200ms}
          lines:
            door: {from: [0.25, 0], to: [0.25, 1]}
      counts: {window: 10s, by: [camera, zone, line]}
      rules:
        intruder: {when: presence, zone: yard, for: 1s, cooldown: 1m}
      """;

  final List<Verdict> verdicts = new ArrayList<>();
  final List<TrackedFrame> tracks = new ArrayList<>();
  final List<ObjectEvent> events = new ArrayList<>();
  final List<CountWindow> counts = new ArrayList<>();
  final List<Alert> alerts = new ArrayList<>();
  final List<Scene> scenes = new ArrayList<>();

  private final CameraAnalytics analytics = CameraAnalytics.standard();
  private final CameraRules rules;
  private CameraState state = CameraState.EMPTY;

  Run(CameraRules rules) {
    this.rules = rules;
  }

  static CameraRules yard(String camera) {
    return RuleFile.parse(YARD).orThrow().forCamera(camera);
  }

  static Run of(Film film) {
    Run run = new Run(yard(film.last().cameraId()));
    film.frames().forEach(run::judge);
    return run;
  }

  void judge(DetectedFrame frame) {
    take(analytics.judge(rules, state, frame));
  }

  void silence() {
    take(analytics.silence(rules, state));
  }

  private void take(Step step) {
    state = step.state();
    verdicts.add(step.verdict());
    add(step.records());
  }

  void add(CameraRecords records) {
    if (records.tracks() != null) {
      tracks.add(records.tracks());
    }
    events.addAll(records.events());
    counts.addAll(records.counts());
    alerts.addAll(records.alerts());
    if (records.scene() != null) {
      scenes.add(records.scene());
    }
  }

  CameraState state() {
    return state;
  }

  List<ObjectEvent.Kind> kinds() {
    return events.stream().map(ObjectEvent::kind).toList();
  }

  List<Object> all() {
    List<Object> all = new ArrayList<>(tracks);
    all.addAll(events);
    all.addAll(counts);
    all.addAll(alerts);
    all.addAll(scenes);
    return all;
  }
}
