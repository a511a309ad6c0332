package io.paastreams.rules;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.rules.SceneEngine.Step;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.TrackPhase;
import io.paastreams.tracking.TrackedObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A scene in a few lines: when there are frames, and where objects are.
 *
 * <pre>
 *   frames 0 100ms 8000             from, step, to in milliseconds; several lines are bursts
 *   anna person 0:0.5,0.2 2:0.5,0.8 8:0.5,0.8
 *                                   at second 0 the lower edge's middle is at (0.5, 0.2), from there
 *                                   it goes straight to the next point; there is nothing after 8
 *   hide anna 3 4                   nothing of it is seen between these seconds
 *   still anna 5 9                  the tracker says that it stands
 *   label anna 4 dog                from then on the tracker calls it so
 * </pre>
 *
 * <p>The frame is 1000x1000, boxes are 100x200. A track ends 2 s after it was last seen.
 */
final class SceneScript {

  static final String CAMERA = "gate-1";
  static final long START = 1_700_000_000_000_000L - 1_700_000_000_000_000L % 60_000_000L;
  private static final Size FRAME = new Size(1000, 1000);
  private static final double PATIENCE = 2;
  private static final List<String> LABELS = List.of("person", "car", "dog");

  private final List<Long> frames = new ArrayList<>();
  private final Map<String, Actor> actors = new LinkedHashMap<>();

  private static final class Actor {
    private final String name;
    private final TreeMap<Double, double[]> path = new TreeMap<>();
    private final TreeMap<Double, String> labels = new TreeMap<>();
    private final List<double[]> hidden = new ArrayList<>();
    private final List<double[]> still = new ArrayList<>();
    private float score = 0.9f;

    private Actor(String name) {
      this.name = name;
    }

    private boolean isSeen(double second) {
      return second >= path.firstKey() && second <= path.lastKey() && !within(hidden, second);
    }

    private static boolean within(List<double[]> spans, double second) {
      return spans.stream().anyMatch(span -> second >= span[0] && second < span[1]);
    }

    private double[] at(double second) {
      double before = path.floorKey(second);
      double after = path.ceilingKey(second);
      double share = after == before ? 0 : (second - before) / (after - before);
      double[] a = Objects.requireNonNull(path.get(before));
      double[] b = Objects.requireNonNull(path.get(after));
      return new double[] {a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])};
    }
  }

  static SceneScript of(String text) {
    SceneScript script = new SceneScript();
    text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(script::line);
    return script;
  }

  private void line(String line) {
    String[] words = line.split("\\s+", -1);
    switch (words[0]) {
      case "frames" -> {
        long step = Long.parseLong(words[2].replace("ms", ""));
        for (long at = Long.parseLong(words[1]); at <= Long.parseLong(words[3]); at += step) {
          frames.add(at * 1000);
        }
      }
      case "hide" -> actor(words[1]).hidden.add(span(words));
      case "still" -> actor(words[1]).still.add(span(words));
      case "label" -> actor(words[1]).labels.put(Double.valueOf(words[2]), words[3]);
      case "score" -> actor(words[1]).score = Float.parseFloat(words[2]);
      default -> {
        Actor actor = actor(words[0]);
        actor.labels.put(Double.NEGATIVE_INFINITY, words[1]);
        for (int i = 2; i < words.length; i++) {
          String[] parts = words[i].split("[:,]", -1);
          actor.path.put(
              Double.valueOf(parts[0]),
              new double[] {Double.parseDouble(parts[1]), Double.parseDouble(parts[2])});
        }
      }
    }
  }

  private static double[] span(String[] words) {
    return new double[] {Double.parseDouble(words[2]), Double.parseDouble(words[3])};
  }

  private Actor actor(String name) {
    return actors.computeIfAbsent(name, Actor::new);
  }

  /** The tracker's output for each frame. */
  List<SceneFrame> frames() {
    List<SceneFrame> result = new ArrayList<>();
    Map<String, TrackedObject> alive = new LinkedHashMap<>();
    for (long at : frames) {
      List<TrackedObject> ended = new ArrayList<>();
      List<TrackedObject> shown = new ArrayList<>();
      alive
          .values()
          .removeIf(
              object -> {
                boolean gone = at + START - object.lastSeenMicros() > PATIENCE * 1e6;
                if (gone) {
                  ended.add(phase(object, TrackPhase.ENDED));
                }
                return gone;
              });
      for (Actor actor : actors.values()) {
        if (actor.isSeen(at / 1e6)) {
          TrackedObject object = object(actor, at, alive.get(actor.name));
          alive.put(actor.name, object);
          shown.add(object);
        }
      }
      result.add(frame(result.size(), at, shown, ended));
    }
    return result;
  }

  /** The tracks that would end if the camera stayed silent after its last frame. */
  List<TrackedObject> leftOver() {
    Map<UUID, TrackedObject> alive = new LinkedHashMap<>();
    for (SceneFrame frame : frames()) {
      frame.objects().forEach(object -> alive.put(object.trackId(), object));
      frame.ended().forEach(object -> alive.remove(object.trackId()));
    }
    return alive.values().stream().map(object -> phase(object, TrackPhase.ENDED)).toList();
  }

  private static SceneFrame frame(
      long number, long at, List<TrackedObject> shown, List<TrackedObject> ended) {
    Map<Integer, String> labels = new HashMap<>();
    LABELS.forEach(label -> labels.put(LABELS.indexOf(label), label));
    return new SceneFrame(
        new FrameIdentity(CAMERA, 0, number),
        new FramePlace("frames.v1", 0, number),
        START + at,
        FRAME,
        shown,
        ended,
        labels);
  }

  private static TrackedObject object(Actor actor, long at, @Nullable TrackedObject before) {
    double second = at / 1e6;
    double[] position = actor.at(second);
    float x = (float) (position[0] * FRAME.width());
    float y = (float) (position[1] * FRAME.height());
    return new TrackedObject(
        before == null
            ? UUID.nameUUIDFromBytes((actor.name + at).getBytes(StandardCharsets.UTF_8))
            : before.trackId(),
        TrackPhase.CONFIRMED,
        new Box(x - 50, y - 200, x + 50, y),
        LABELS.indexOf(actor.labels.floorEntry(second).getValue()),
        actor.score,
        actor.score,
        0,
        0,
        Actor.within(actor.still, second),
        before == null ? START + at : before.firstSeenMicros(),
        START + at,
        before == null ? 1 : before.observations() + 1);
  }

  private static TrackedObject phase(TrackedObject object, TrackPhase phase) {
    return new TrackedObject(
        object.trackId(),
        phase,
        object.box(),
        object.classId(),
        object.score(),
        object.bestScore(),
        0,
        0,
        object.stationary(),
        object.firstSeenMicros(),
        object.lastSeenMicros(),
        object.observations());
  }

  /** All output, and the final state. */
  record Result(
      SceneState state,
      List<SceneEvent> events,
      List<SceneCount> counts,
      List<SceneAlert> alerts,
      String names) {

    Result plus(Step step) {
      return new Result(
          step.state(),
          join(events, step.events()),
          join(counts, step.counts()),
          join(alerts, step.alerts()),
          names);
    }

    private static <T> List<T> join(List<T> one, List<T> other) {
      List<T> all = new ArrayList<>(one);
      all.addAll(other);
      return all;
    }

    /** Like {@code 2.5 ENTERED yard}, without {@code UPDATE}. */
    String told() {
      StringBuilder text = new StringBuilder();
      for (SceneEvent event : events) {
        if (event.kind() != SceneEvent.Kind.UPDATE) {
          text.append(told(event)).append('\n');
        }
      }
      return text.toString();
    }

    private static String told(SceneEvent event) {
      StringBuilder text =
          new StringBuilder(second(event.micros()) + " " + event.kind() + " " + event.label());
      if (event.zone() != null) {
        text.append(" ").append(event.zone());
      }
      if (event.line() != null) {
        text.append(" ").append(event.line()).append(" ").append(event.direction());
      }
      Long dwell = event.dwellMicros();
      if (dwell != null) {
        text.append(" after ").append(second(START + dwell));
      }
      if (!event.zones().isEmpty()) {
        text.append(" in ").append(String.join(" ", event.zones()));
      }
      return text.toString();
    }

    /** Like {@code 2.5 RAISED intruder since 0.5} or {@code 9.0 CLEARED intruder}. */
    String alarms() {
      StringBuilder text = new StringBuilder();
      for (SceneAlert alert : alerts) {
        Long cleared = alert.clearedMicros();
        text.append(
            cleared == null
                ? second(alert.raisedMicros())
                    + " RAISED "
                    + alert.rule()
                    + " since "
                    + second(alert.sinceMicros())
                : second(cleared) + " CLEARED " + alert.rule());
        text.append('\n');
      }
      return text.toString();
    }

    /** Like {@code 0-60 zone yard person entered 1 left 1 most 1 mean 0.50 tracks 1}. */
    String counted() {
      StringBuilder text = new StringBuilder();
      for (SceneCount count : counts) {
        text.append((count.startMicros() - START) / 1_000_000)
            .append('-')
            .append((count.endMicros() - START) / 1_000_000)
            .append(count.zone() == null ? "" : " zone " + count.zone())
            .append(count.line() == null ? "" : " line " + count.line())
            .append(count.label() == null ? "" : " " + count.label())
            .append(
                count.line() == null
                    ? String.format(
                        Locale.ROOT,
                        " entered %d left %d most %d mean %.3f",
                        count.entered(),
                        count.left(),
                        count.mostOccupancy(),
                        count.meanOccupancy())
                    : " right %d left %d".formatted(count.leftToRight(), count.rightToLeft()))
            .append(" tracks ")
            .append(count.distinctTracks())
            .append(count.bySilence() ? " silence" : "")
            .append('\n');
      }
      return text.toString();
    }
  }

  static String second(long micros) {
    return String.format(Locale.ROOT, "%.1f", (micros - START) / 1e6);
  }

  Result run(String yaml) {
    return run(RuleFile.parse(yaml).orThrow());
  }

  Result run(Rules rules) {
    return run(rules, nothing());
  }

  static Result nothing() {
    return new Result(SceneState.EMPTY, List.of(), List.of(), List.of(), "");
  }

  /** From a state on. */
  Result run(Rules rules, Result before) {
    CameraRules camera = rules.forCamera(CAMERA);
    Result result = before;
    for (SceneFrame frame : frames()) {
      result = result.plus(SceneEngine.judge(camera, result.state(), frame));
    }
    return result;
  }

  /** After the last frame the camera is silent up to a second. */
  Result silent(Rules rules, Result before, double second) {
    return before.plus(
        SceneEngine.advance(
            rules.forCamera(CAMERA), before.state(), leftOver(), START + (long) (second * 1e6)));
  }
}
