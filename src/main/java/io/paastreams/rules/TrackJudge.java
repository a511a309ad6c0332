package io.paastreams.rules;

import io.paastreams.geometry.Point;
import io.paastreams.geometry.Segment;
import io.paastreams.geometry.Size;
import io.paastreams.rules.SceneEvent.Kind;
import io.paastreams.tracking.FrameIdentity;
import io.paastreams.tracking.Micros;
import io.paastreams.tracking.TrackedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Determines what happens to the objects in one frame: creates and counts their events, and what is
 * to be remembered about them.
 *
 * <p>Threading: one thread.
 */
final class TrackJudge {

  private final CameraRules rules;
  private final Counter counter;
  private final @Nullable FrameIdentity frame;
  private final long micros;
  private final Size size;
  private final boolean timedOut;
  private final List<SceneEvent> events = new ArrayList<>();
  private final List<ParkedTrack> parked;
  private List<RuleMemory> memories;

  TrackJudge(
      CameraRules rules,
      SceneState before,
      Counter counter,
      @Nullable FrameIdentity frame,
      long micros,
      Size size,
      boolean timedOut) {
    this.rules = rules;
    this.counter = counter;
    this.frame = frame;
    this.micros = micros;
    this.size = size;
    this.timedOut = timedOut;
    this.memories = before.rules();
    this.parked =
        new ArrayList<>(
            before.parked().stream().filter(each -> each.untilMicros() > micros).toList());
  }

  List<SceneEvent> events() {
    return events;
  }

  List<ParkedTrack> parked() {
    return parked;
  }

  /** What is remembered about the rules, after objects have taken the place of others. */
  List<RuleMemory> memories() {
    return memories;
  }

  void ended(SceneTrack track, TrackedObject object) {
    Happening happening = new Happening(track, object);
    happening.tell(Kind.ENDED, null, object.lastSeenMicros() - object.firstSeenMicros());
    counter.vanished(track.label());
    if (track.isStationary()) {
      parked.add(ParkedTrack.of(track, object, size, micros));
    }
  }

  /** Judges an object that is new. */
  SceneTrack appeared(TrackedObject object, String label, FramePlace place) {
    BestView best = new BestView(place, micros, object.box(), object.score());
    UUID newEvent = Ids.event(frame, micros, Kind.NEW, object.trackId(), null);
    List<ZoneStay> stays = new ArrayList<>();
    for (Zone zone : rules.zones()) {
      if (isIn(zone, object, label)) {
        stays.add(ZoneStay.outside(zone.name()).entered(micros, newEvent));
      }
    }
    SceneTrack track =
        new SceneTrack(
            object.trackId(),
            0,
            micros,
            label,
            object.bestScore(),
            label,
            micros,
            micros,
            object.bestScore(),
            best,
            newEvent,
            null,
            ZoneStay.NEVER,
            ZoneStay.NEVER,
            stays,
            List.of());
    Happening happening = new Happening(track, object);
    happening.lines();
    happening.tell(Kind.NEW, null, null);
    counter.appeared(label);
    happening.rest();
    return happening.next();
  }

  /** Judges an object that is seen again. */
  SceneTrack seen(SceneTrack before, TrackedObject object, String label, FramePlace place) {
    BestView best =
        object.score() > before.best().score()
            ? new BestView(place, micros, object.box(), object.score())
            : before.best();
    SceneTrack track =
        new SceneTrack(
            before.id(),
            before.events(),
            before.lastEventMicros(),
            before.lastEventLabel(),
            before.lastEventScore(),
            label,
            before.firstSeenMicros(),
            micros,
            object.bestScore(),
            best,
            before.newEvent(),
            before.stationaryEvent(),
            before.stationarySinceMicros(),
            before.countedWindow(),
            before.stays(),
            before.sides());
    Happening happening = new Happening(track, object);
    happening.zones();
    happening.lines();
    happening.rest();
    happening.update();
    SceneTrack next = happening.next();
    return next.isStationary() && !before.isStationary() ? succeeding(next, object) : next;
  }

  /** The object after it has come to rest in the place of one that was hidden there. */
  private SceneTrack succeeding(SceneTrack track, TrackedObject object) {
    for (ParkedTrack each : parked) {
      if (each.isSucceededBy(track, object, size)) {
        parked.remove(each);
        memories =
            memories.stream()
                .filter(memory -> !track.id().equals(memory.trackId()))
                .map(
                    memory ->
                        each.track().id().equals(memory.trackId()) ? memory.of(track.id()) : memory)
                .toList();
        return each.passOnTo(track);
      }
    }
    return track;
  }

  private boolean isIn(Zone zone, TrackedObject object, String label) {
    return zone.takes(label) && zone.polygon().contains(zone.anchor().of(object.box(), size));
  }

  /** One object while this frame is judged. */
  private final class Happening {

    private final SceneTrack track;
    private final TrackedObject object;
    private final List<ZoneStay> stays;
    private final List<LineSide> sides;
    private int told;
    private @Nullable UUID stationaryEvent;
    private long stationarySince;
    private boolean anythingTold;

    Happening(SceneTrack track, TrackedObject object) {
      this.track = track;
      this.object = object;
      this.stays = new ArrayList<>(track.stays());
      this.sides = new ArrayList<>(track.sides());
      this.told = track.events();
      this.stationaryEvent = track.stationaryEvent();
      this.stationarySince = track.stationarySinceMicros();
    }

    void zones() {
      for (Zone zone : rules.zones()) {
        ZoneStay known = removeStay(zone.name());
        boolean isIn = isIn(zone, object, track.label());
        if (known == null && !isIn) {
          continue;
        }
        ZoneStay before = known == null ? ZoneStay.outside(zone.name()) : known;
        ZoneStay seen = before.seen(isIn, micros);
        if (seen.isDue(micros, zone)) {
          seen = seen.inside() ? left(seen) : entered(seen);
        }
        if (!seen.isForgettable()) {
          add(seen);
        }
      }
    }

    private @Nullable ZoneStay removeStay(String zone) {
      for (int i = 0; i < stays.size(); i++) {
        if (stays.get(i).zone().equals(zone)) {
          return stays.remove(i);
        }
      }
      return null;
    }

    /** In alphabetical order. */
    private void add(ZoneStay stay) {
      int at = stays.size();
      while (at > 0 && stays.get(at - 1).zone().compareTo(stay.zone()) > 0) {
        at--;
      }
      stays.add(at, stay);
    }

    void lines() {
      for (Line line : rules.lines()) {
        Point position = line.anchor().of(object.box(), size);
        int side = line.segment().side(position);
        if (side == 0) {
          continue;
        }
        LineSide before = removeSide(line.name());
        add(
            before == null
                ? LineSide.at(line.name(), side, position)
                : moved(line, before, side, position));
      }
    }

    private @Nullable LineSide removeSide(String line) {
      for (int i = 0; i < sides.size(); i++) {
        if (sides.get(i).line().equals(line)) {
          return sides.remove(i);
        }
      }
      return null;
    }

    /** In alphabetical order. */
    private void add(LineSide side) {
      int at = sides.size();
      while (at > 0 && sides.get(at - 1).line().compareTo(side.line()) > 0) {
        at--;
      }
      sides.add(at, side);
    }

    private LineSide moved(Line line, LineSide before, int side, Point position) {
      boolean stepCrosses = new Segment(before.last(), position).meets(line.segment());
      LineSide seen = before.seen(side, stepCrosses, position, micros);
      if (!seen.isDue(micros, line)) {
        return seen;
      }
      boolean counts = seen.pathCrossed() && line.takes(track.label());
      return counts ? crossed(line.name(), seen.changed()) : seen.changed();
    }

    private LineSide crossed(String line, LineSide changed) {
      Direction direction = changed.side() > 0 ? Direction.LEFT_TO_RIGHT : Direction.RIGHT_TO_LEFT;
      UUID id = Ids.event(frame, micros, Kind.CROSSED, track.id(), line);
      add(id, Kind.CROSSED, null, line, direction, null);
      counter.crossed(line, track.label(), direction);
      if (changed.countedWindow() != counter.window()) {
        counter.distinct(line, track.label());
      }
      return changed.countedIn(counter.window());
    }

    private ZoneStay entered(ZoneStay seen) {
      UUID id = Ids.event(frame, micros, Kind.ENTERED, track.id(), seen.zone());
      ZoneStay inside = seen.entered(seen.pendingSinceMicros(), id);
      add(inside);
      tell(Kind.ENTERED, seen.zone(), null);
      stays.remove(inside);
      counter.entered(seen.zone(), track.label());
      return inside;
    }

    private ZoneStay left(ZoneStay seen) {
      tell(Kind.LEFT, seen.zone(), seen.pendingSinceMicros() - seen.sinceMicros());
      counter.left(seen.zone(), track.label());
      return seen.left();
    }

    /** Judges whether it is at rest. */
    void rest() {
      if (object.stationary() && stationaryEvent == null) {
        stationaryEvent = Ids.event(frame, micros, Kind.STATIONARY, track.id(), null);
        stationarySince = micros;
        tell(Kind.STATIONARY, null, null);
      } else if (!object.stationary() && stationaryEvent != null) {
        stationaryEvent = null;
        tell(Kind.MOVING, null, micros - stationarySince);
        stationarySince = ZoneStay.NEVER;
      }
    }

    /** Creates an update if there was no event for a while and something has changed. */
    void update() {
      boolean due =
          !anythingTold && micros - track.lastEventMicros() >= Micros.of(rules.updateEvery());
      boolean changed =
          stationaryEvent == null
              || !track.label().equals(track.lastEventLabel())
              || track.bestScore() != track.lastEventScore();
      if (due && changed) {
        tell(Kind.UPDATE, null, null);
      }
    }

    void tell(Kind kind, @Nullable String zone, @Nullable Long dwell) {
      add(Ids.event(frame, micros, kind, track.id(), zone), kind, zone, null, null, dwell);
    }

    private void add(
        UUID id,
        Kind kind,
        @Nullable String zone,
        @Nullable String line,
        @Nullable Direction direction,
        @Nullable Long dwell) {
      anythingTold = true;
      events.add(
          new SceneEvent(
              id,
              kind,
              told++,
              micros,
              object,
              track.label(),
              size,
              zone,
              line,
              direction,
              stays.stream().filter(ZoneStay::inside).map(ZoneStay::zone).toList(),
              dwell,
              track.best(),
              timedOut));
    }

    /** The object as it is to be remembered. */
    SceneTrack next() {
      return new SceneTrack(
          track.id(),
          told,
          anythingTold ? micros : track.lastEventMicros(),
          anythingTold ? track.label() : track.lastEventLabel(),
          anythingTold ? track.bestScore() : track.lastEventScore(),
          track.label(),
          track.firstSeenMicros(),
          track.lastSeenMicros(),
          track.bestScore(),
          track.best(),
          track.newEvent(),
          stationaryEvent,
          stationarySince,
          track.countedWindow(),
          stays,
          sides);
    }
  }
}
