package io.paastreams.live;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.TooManyRequestsResponse;
import io.paastreams.event.SceneObject;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TrackState;
import io.paastreams.event.TrackedFrame;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.FramePlace;
import io.paastreams.rules.SceneAlert;
import io.paastreams.rules.SceneEngine;
import io.paastreams.rules.SceneEvent;
import io.paastreams.rules.SceneFrame;
import io.paastreams.rules.SceneState;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.TrackPhase;
import io.paastreams.tracking.TrackedObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Shows what rules would have raised: judges the tracked frames of a camera as analytics does,
 * without writing anything.
 *
 * <p>Threading: safe.
 */
final class RuleTrial {

  private static final int MOST_FRAMES = 200_000;
  private static final int MOST_TRIALS = 2;
  private static final int MOST_ALERTS = 50;

  private final LiveState state;
  private final Semaphore running = new Semaphore(MOST_TRIALS);

  /**
   * The result of a trial.
   *
   * @param frames that were judged
   * @param from capture time of the first, in milliseconds since the epoch
   * @param to capture time of the last
   * @param events the number of events per kind and place
   * @param alerts the alerts that would have been raised, the latest first
   */
  record Outcome(
      int frames, double from, double to, Map<String, Integer> events, List<WouldBe> alerts) {}

  /** An alert that would have been raised. */
  record WouldBe(String rule, String severity, double raised, String text) {}

  RuleTrial(LiveState state) {
    this.state = state;
  }

  Outcome run(CameraRules rules, String camera, Duration span) {
    int partition =
        state
            .known
            .cameras
            .last(camera)
            .map(last -> last.source().partition())
            .orElseThrow(() -> new BadRequestResponse("no camera with this id is known"));
    if (!running.tryAcquire()) {
      throw new TooManyRequestsResponse(
          "%d trials are running already; try again when one has ended".formatted(MOST_TRIALS));
    }
    try {
      return judge(rules, frames(camera, partition, span));
    } finally {
      running.release();
    }
  }

  private List<TrackedFrame> frames(String camera, int partition, Duration span) {
    List<TrackedFrame> frames = new ArrayList<>();
    // With a connection of its own: others fetch images meanwhile.
    try (RecordFetcher fetcher = new RecordFetcher(state.cluster)) {
      fetcher.since(
          state.topic(TopicKind.TRACKS).name(),
          partition,
          camera,
          state.clock.instant().minus(span),
          MOST_FRAMES,
          record -> {
            TrackedFrame frame =
                state
                    .topic(TopicKind.TRACKS)
                    .valueSerde()
                    .deserializer()
                    .deserialize(record.topic(), record.headers(), record.value());
            if (frame != null && !frame.late()) {
              frames.add(frame);
            }
          });
    }
    return frames;
  }

  static Outcome judge(CameraRules rules, List<TrackedFrame> frames) {
    SceneState scene = SceneState.EMPTY;
    Known known = new Known();
    Map<String, Integer> events = new TreeMap<>();
    Map<UUID, SceneAlert> alerts = new HashMap<>();
    for (TrackedFrame frame : frames) {
      SceneEngine.Step step = SceneEngine.judge(rules, scene, known.next(frame));
      scene = step.state();
      step.events().forEach(event -> count(events, event));
      step.alerts().forEach(alert -> alerts.putIfAbsent(alert.alertId(), alert));
    }
    return new Outcome(
        frames.size(),
        frames.isEmpty() ? 0 : Json.millis(frames.get(0).captureTime()),
        frames.isEmpty() ? 0 : Json.millis(frames.get(frames.size() - 1).captureTime()),
        events,
        alerts.values().stream()
            .sorted((one, other) -> Long.compare(other.raisedMicros(), one.raisedMicros()))
            .limit(MOST_ALERTS)
            .map(
                alert ->
                    new WouldBe(
                        alert.rule(),
                        alert.severity().name(),
                        alert.raisedMicros() / 1e3,
                        alert.text()))
            .toList());
  }

  private static void count(Map<String, Integer> events, SceneEvent event) {
    @Nullable String place = event.zone() == null ? event.line() : event.zone();
    if (event.kind() != SceneEvent.Kind.UPDATE) {
      events.merge(event.kind() + (place == null ? "" : " " + place), 1, Integer::sum);
    }
  }

  /** The tracker's objects, restored from the tracks topic. */
  private static final class Known {

    private final Map<UUID, TrackedObject> objects = new HashMap<>();

    SceneFrame next(TrackedFrame frame) {
      long now = micros(frame.captureTime());
      SourceOffset source = frame.source();
      Map<Integer, String> labels = new HashMap<>();
      List<TrackedObject> present = new ArrayList<>();
      Set<UUID> here = new HashSet<>();
      for (SceneObject object : frame.objects()) {
        TrackedObject before = objects.get(object.trackId());
        boolean seen = object.state() != TrackState.COASTING;
        TrackedObject tracked =
            new TrackedObject(
                object.trackId(),
                seen ? TrackPhase.CONFIRMED : TrackPhase.COASTING,
                object.box(),
                object.classId(),
                object.score(),
                before == null ? object.score() : Math.max(before.bestScore(), object.score()),
                object.velocityX(),
                object.velocityY(),
                object.stationary(),
                now - object.age().toNanos() / 1_000,
                now - object.unseen().toNanos() / 1_000,
                (before == null ? 0 : before.observations()) + (seen ? 1 : 0));
        labels.put(object.classId(), object.label());
        present.add(tracked);
        here.add(object.trackId());
        objects.put(object.trackId(), tracked);
      }
      return new SceneFrame(
          new FrameIdentity(frame.cameraId(), source.partition(), source.offset()),
          new FramePlace(source.topic(), source.partition(), source.offset()),
          now,
          frame.frameSize(),
          present,
          ended(here, now),
          labels);
    }

    /** A track that has not been published for longer than the tracker remembers has ended. */
    private List<TrackedObject> ended(Set<UUID> here, long now) {
      List<TrackedObject> ended = new ArrayList<>();
      objects
          .values()
          .removeIf(
              object -> {
                boolean gone =
                    !here.contains(object.trackId())
                        && now - object.lastSeenMicros() > MEMORY_MICROS;
                if (gone) {
                  ended.add(object);
                }
                return gone;
              });
      return ended;
    }

    private static final long MEMORY_MICROS = 2_500_000;

    private static long micros(Instant time) {
      return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
  }
}
