package io.paastreams.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.geometry.Point;
import io.paastreams.rules.SceneEvent.Kind;
import io.paastreams.tracking.Micros;
import io.paastreams.tracking.TrackedObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Properties of any scene: objects wander, hide, vanish and come back, at uneven frame rates. */
class RulesProperties {

  private static final long WINDOW = 10_000_000;
  private static final List<String> PLACES =
      List.of(
          "yard: {polygon: [[0, 0.4], [1, 0.4], [1, 1], [0, 1]], enterAfter: 500ms, leaveAfter: 1s}",
          "left: {polygon: [[0, 0], [0.5, 0], [0.5, 1], [0, 1]], anchor: centre, enterAfter: 0s}");
  private static final List<String> RULES =
      List.of(
          "a: {when: presence, zone: yard, cooldown: 4s}",
          "b: {when: dwell, zone: left, for: 3s, each: track}",
          "c: {when: occupancy, zone: yard, atLeast: 2}",
          "d: {when: crossing, line: door}",
          "e: {when: stationary, for: 1s, labels: [car]}");

  private static String yaml(List<String> places, List<String> rules) {
    return "rules:\n"
        + String.join("\n", rules).indent(2)
        + "counts: {window: 10s, by: [line, zone, camera]}\ncameras:\n  gate-1:\n    lines: {door:"
        + " {from: [0.2, 0.5], to: [0.8, 0.6]}}\n    zones:\n"
        + String.join("\n", places).indent(6);
  }

  private static SceneScript scene(long seed) {
    return scene(seed, true);
  }

  /**
   * A scene.
   *
   * @param resting whether the tracker says of some objects that they stand
   */
  private static SceneScript scene(long seed, boolean resting) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (long at = 0; at < 45_000; ) {
      int step = 50 + random.nextInt(400);
      long end = at + 1000 + random.nextInt(12_000);
      text.append("frames %d %dms %d\n".formatted(at, step, end));
      at = end + 1 + (random.nextInt(3) == 0 ? random.nextInt(14_000) : random.nextInt(1000));
    }
    for (String name : List.of("anna", "ben", "golf")) {
      text.append(name).append(name.equals("golf") ? " car" : " person");
      for (double at = random.nextInt(10); at < 50; at += 0.5 + random.nextInt(40) / 10.0) {
        text.append(
            String.format(
                Locale.ROOT, " %.1f:%.3f,%.3f", at, random.nextDouble(), random.nextDouble()));
      }
      for (int i = 0; i < 3; i++) {
        double begin = random.nextInt(450) / 10.0;
        text.append('\n')
            .append(
                String.format(
                    Locale.ROOT,
                    "hide %s %.1f %.1f",
                    name,
                    begin,
                    begin + random.nextInt(50) / 10.0));
      }
      double rest = random.nextInt(400) / 10.0;
      text.append('\n');
      if (resting) {
        text.append(String.format(Locale.ROOT, "still %s %.1f %.1f%n", name, rest, rest + 5));
      }
    }
    return SceneScript.of(text.toString());
  }

  private static SceneScript.Result run(long seed) {
    return scene(seed).run(yaml(PLACES, RULES));
  }

  @Property(tries = 100)
  void aReplay_producesTheSame(@ForAll long seed) {
    assertThat(run(seed)).isEqualTo(run(seed));
  }

  @Property(tries = 100)
  void theOrderInTheFile_changesNothing(@ForAll long seed) {
    List<String> places = new ArrayList<>(PLACES);
    List<String> rules = new ArrayList<>(RULES);
    Collections.shuffle(places, new Random(seed));
    Collections.shuffle(rules, new Random(seed));
    SceneScript.Result shuffled = scene(seed).run(yaml(places, rules));
    SceneScript.Result result = run(seed);

    assertThat(shuffled.events()).isEqualTo(result.events());
    assertThat(shuffled.counts()).isEqualTo(result.counts());
    assertThat(shuffled.alerts()).isEqualTo(result.alerts());
  }

  @Property(tries = 100)
  void idsAreUnique_numbersCountUp_andEveryTrackBeginsOnceAndEndsOnce(@ForAll long seed) {
    List<SceneEvent> events = run(seed).events();
    assertThat(events.stream().map(SceneEvent::eventId).distinct().count())
        .isEqualTo(events.size());
    Map<UUID, List<SceneEvent>> byTrack = new LinkedHashMap<>();
    events.forEach(
        event ->
            byTrack.computeIfAbsent(event.object().trackId(), id -> new ArrayList<>()).add(event));
    byTrack.forEach(
        (track, told) -> {
          assertThat(told.get(0).kind()).isEqualTo(Kind.NEW);
          assertThat(told.stream().filter(event -> event.kind() == Kind.NEW)).hasSize(1);
          int last = told.size() - 1;
          assertThat(told.subList(0, last)).noneMatch(event -> event.kind() == Kind.ENDED);
          for (int i = 0; i <= last; i++) {
            assertThat(told.get(i).number()).isEqualTo(i);
          }
        });
  }

  /** Every alert is raised once and cleared at most once, and never twice at a time. */
  @Property(tries = 100)
  void alerts_areRaisedAndClearedInTurn(@ForAll long seed) {
    Map<UUID, Boolean> open = new HashMap<>();
    for (SceneAlert alert : run(seed).alerts()) {
      if (alert.isOpen()) {
        assertThat(open.put(alert.alertId(), true)).isNull();
      } else {
        assertThat(open.put(alert.alertId(), false)).isTrue();
      }
    }
  }

  /** Entries and exits of what moves by their definition, without any state but the side. */
  @Property(tries = 100)
  void entriesAndExits_areThoseOfTheDefinition(@ForAll long seed) {
    SceneScript.Result result = scene(seed, false).run(yaml(PLACES, RULES));
    for (Zone zone : zones()) {
      List<String> expected = new ArrayList<>();
      sightings(seed)
          .forEach(
              (track, seen) -> {
                boolean inside = isIn(zone, seen.firstEntry().getValue());
                List<Long> times = List.copyOf(seen.keySet());
                List<Boolean> insides =
                    seen.values().stream().map(point -> isIn(zone, point)).toList();
                for (int i = 1; i < times.size(); i++) {
                  int first = i;
                  while (first > 0 && insides.get(first) != inside) {
                    first--;
                  }
                  long since = times.get(Math.min(first + 1, i));
                  long needed = Micros.of(inside ? zone.leaveAfter() : zone.enterAfter());
                  if (i - first >= 2 && times.get(i) - since >= needed) {
                    inside = !inside;
                    expected.add(track + " " + times.get(i) + (inside ? " ENTERED" : " LEFT"));
                  }
                }
              });

      assertThat(
              result.events().stream()
                  .filter(event -> zone.name().equals(event.zone()))
                  .map(
                      event ->
                          event.object().trackId() + " " + event.micros() + " " + event.kind()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<Zone> zones() {
    return RuleFile.parse(yaml(PLACES, RULES)).orThrow().forCamera("gate-1").zones();
  }

  private static boolean isIn(Zone zone, TrackedObject object) {
    double y =
        zone.anchor() == Anchor.BOTTOM
            ? object.box().y2()
            : (object.box().y1() + object.box().y2()) / 2.0;
    double x = (object.box().x1() + object.box().x2()) / 2.0;
    return zone.polygon().contains(new Point(x / 1000, y / 1000));
  }

  private static Map<UUID, TreeMap<Long, TrackedObject>> sightings(long seed) {
    Map<UUID, TreeMap<Long, TrackedObject>> sightings = new LinkedHashMap<>();
    for (SceneFrame frame : scene(seed).frames()) {
      for (TrackedObject object : frame.objects()) {
        sightings
            .computeIfAbsent(object.trackId(), id -> new TreeMap<>())
            .put(frame.captureMicros(), object);
      }
    }
    return sightings;
  }

  /** Counts of windows, recounted from the events and the times of the frames. */
  @Property(tries = 100)
  void counts_areThoseOfABruteForceRecount(@ForAll long seed) {
    SceneScript.Result result = run(seed);
    List<Long> frames = scene(seed).frames().stream().map(SceneFrame::captureMicros).toList();
    assertThat(result.counts()).isNotEmpty();
    for (SceneCount count : result.counts()) {
      List<SceneEvent> within =
          result.events().stream()
              .filter(event -> event.micros() >= count.startMicros())
              .filter(event -> event.micros() < count.endMicros())
              .toList();
      if (count.line() != null) {
        List<SceneEvent> crossed =
            within.stream().filter(event -> count.line().equals(event.line())).toList();
        assertThat(count.leftToRight() + count.rightToLeft()).isEqualTo(crossed.size());
        assertThat(crossed.stream().filter(e -> e.direction() == Direction.LEFT_TO_RIGHT))
            .hasSize(count.leftToRight());
        continue;
      }
      String zone = count.zone();
      assertThat(number(within, zone, zone == null ? Kind.NEW : Kind.ENTERED))
          .isEqualTo(count.entered());
      assertThat(number(within, zone, zone == null ? Kind.ENDED : Kind.LEFT))
          .isEqualTo(count.left());
      recount(result.events(), frames, count);
    }
  }

  private static long number(List<SceneEvent> events, @Nullable String zone, Kind kind) {
    return events.stream()
        .filter(event -> event.kind() == kind)
        .filter(event -> zone == null || zone.equals(event.zone()))
        .count();
  }

  private static void recount(List<SceneEvent> events, List<Long> frames, SceneCount count) {
    long covered = 0;
    long objects = 0;
    int most = 0;
    Set<UUID> distinct = new HashSet<>();
    for (int i = 0; i < frames.size(); i++) {
      long from = frames.get(i);
      long to = i + 1 < frames.size() ? Math.min(frames.get(i + 1), from + 10_000_000) : from;
      Set<UUID> there = there(events, count, from);
      long begin = Math.max(from, count.startMicros());
      long end = Math.min(to, count.endMicros());
      boolean isWithin = from >= count.startMicros() && from < count.endMicros();
      if (isWithin || begin < end) {
        most = Math.max(most, there.size());
        distinct.addAll(there);
      }
      if (begin < end) {
        covered += end - begin;
        objects += (end - begin) * there.size();
      }
    }
    assertThat(count.endMicros() - count.startMicros()).isEqualTo(WINDOW);
    assertThat(count.mostOccupancy()).isEqualTo(most);
    assertThat(count.distinctTracks()).isEqualTo(distinct.size());
    if (covered > 0) {
      assertThat(count.meanOccupancy()).isCloseTo((double) objects / covered, within(1e-9));
    }
  }

  /** Who is present after the frame, by each object's last event. */
  private static Set<UUID> there(List<SceneEvent> events, SceneCount count, long micros) {
    Map<UUID, SceneEvent> last = new HashMap<>();
    events.stream()
        .filter(event -> event.micros() <= micros)
        .forEach(event -> last.put(event.object().trackId(), event));
    Set<UUID> there = new HashSet<>();
    last.forEach(
        (track, event) -> {
          boolean isIn = count.zone() == null || event.zones().contains(count.zone());
          if (event.kind() != Kind.ENDED && isIn) {
            there.add(track);
          }
        });
    return there;
  }
}
