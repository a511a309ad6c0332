package io.paastreams.rules;

import io.paastreams.geometry.Point;
import io.paastreams.geometry.Segment;
import io.paastreams.rules.SceneEvent.Kind;
import io.paastreams.tracking.Micros;
import io.paastreams.tracking.TrackedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One object while a frame is judged: its zones, lines and rest, the events that follow, and what
 * is to be remembered about it.
 *
 * <p>Threading: one thread.
 */
final class ObjectInFrame {

  private final Moment moment;
  private final SceneTrack track;
  private final TrackedObject object;
  private final List<ZoneStay> stays;
  private final List<LineSide> sides;
  private int told;
  private @Nullable UUID stationaryEvent;
  private long stationarySince;
  private boolean anythingTold;

  ObjectInFrame(Moment moment, SceneTrack track, TrackedObject object) {
    this.moment = moment;
    this.track = track;
    this.object = object;
    this.stays = new ArrayList<>(track.stays());
    this.sides = new ArrayList<>(track.sides());
    this.told = track.events();
    this.stationaryEvent = track.stationaryEvent();
    this.stationarySince = track.stationarySinceMicros();
  }

  void zones() {
    for (Zone zone : moment.rules().zones()) {
      ZoneStay known = removeStay(zone.name());
      boolean isIn = moment.contains(zone, object, track.label());
      if (known == null && !isIn) {
        continue;
      }
      ZoneStay before = known == null ? ZoneStay.outside(zone.name()) : known;
      if (isIn != before.inside() && before.pendingObservations() == 0 && isAtTheEdgeOf(zone)) {
        isIn = before.inside();
      }
      ZoneStay seen = before.seen(isIn, moment.micros());
      if (seen.isDue(moment.micros(), zone)) {
        seen = seen.inside() ? left(seen) : entered(seen);
      }
      if (!seen.isForgettable()) {
        add(seen);
      }
    }
  }

  /**
   * Whether it stands at the border of a zone. What stands still goes nowhere: there it is the
   * detector's noise that changes sides.
   */
  private boolean isAtTheEdgeOf(Zone zone) {
    return object.stationary()
        && moment.isUnclear(
            object,
            zone.anchor().of(object.box(), moment.size()),
            point -> zone.polygon().contains(point) ? 1 : 0);
  }

  private boolean isAtTheEdgeOf(Line line, Point position) {
    return object.stationary()
        && moment.isUnclear(object, position, point -> line.segment().side(point));
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
    for (Line line : moment.rules().lines()) {
      Point position = line.anchor().of(object.box(), moment.size());
      int side = line.segment().side(position);
      if (side == 0) {
        continue;
      }
      LineSide before = removeSide(line.name());
      if (before != null
          && side != before.side()
          && before.pendingObservations() == 0
          && isAtTheEdgeOf(line, position)) {
        add(before);
        continue;
      }
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
    LineSide seen = before.seen(side, stepCrosses, position, moment.micros());
    if (!seen.isDue(moment.micros(), line)) {
      return seen;
    }
    boolean counts = seen.pathCrossed() && line.takes(track.label());
    return counts ? crossed(line.name(), seen.changed()) : seen.changed();
  }

  private LineSide crossed(String line, LineSide changed) {
    Direction direction = changed.side() > 0 ? Direction.LEFT_TO_RIGHT : Direction.RIGHT_TO_LEFT;
    UUID id = moment.eventId(Kind.CROSSED, track.id(), line);
    add(id, Kind.CROSSED, null, line, direction, null);
    moment.counter().crossed(line, track.label(), direction);
    if (changed.countedWindow() != moment.counter().window()) {
      moment.counter().distinct(line, track.label());
    }
    return changed.countedIn(moment.counter().window());
  }

  private ZoneStay entered(ZoneStay seen) {
    UUID id = moment.eventId(Kind.ENTERED, track.id(), seen.zone());
    ZoneStay inside = seen.entered(seen.pendingSinceMicros(), id);
    add(inside);
    tell(Kind.ENTERED, seen.zone(), null);
    stays.remove(inside);
    moment.counter().entered(seen.zone(), track.label());
    return inside;
  }

  private ZoneStay left(ZoneStay seen) {
    tell(Kind.LEFT, seen.zone(), seen.pendingSinceMicros() - seen.sinceMicros());
    moment.counter().left(seen.zone(), track.label());
    return seen.left();
  }

  /** Judges whether it is at rest. */
  void rest() {
    if (object.stationary() && stationaryEvent == null) {
      stationaryEvent = moment.eventId(Kind.STATIONARY, track.id(), null);
      stationarySince = moment.micros();
      tell(Kind.STATIONARY, null, null);
    } else if (!object.stationary() && stationaryEvent != null) {
      stationaryEvent = null;
      tell(Kind.MOVING, null, moment.micros() - stationarySince);
      stationarySince = ZoneStay.NEVER;
    }
  }

  /** Creates an update if there was no event for a while and something has changed. */
  void update() {
    boolean due =
        !anythingTold
            && moment.micros() - track.lastEventMicros() >= Micros.of(moment.rules().updateEvery());
    boolean changed =
        stationaryEvent == null
            || !track.label().equals(track.lastEventLabel())
            || track.bestScore() != track.lastEventScore();
    if (due && changed) {
      tell(Kind.UPDATE, null, null);
    }
  }

  void tell(Kind kind, @Nullable String zone, @Nullable Long dwell) {
    add(moment.eventId(kind, track.id(), zone), kind, zone, null, null, dwell);
  }

  private void add(
      UUID id,
      Kind kind,
      @Nullable String zone,
      @Nullable String line,
      @Nullable Direction direction,
      @Nullable Long dwell) {
    anythingTold = true;
    moment
        .events()
        .add(
            new SceneEvent(
                id,
                kind,
                told++,
                moment.micros(),
                object,
                track.label(),
                moment.size(),
                zone,
                line,
                direction,
                stays.stream().filter(ZoneStay::inside).map(ZoneStay::zone).toList(),
                dwell,
                track.best(),
                moment.timedOut()));
  }

  /** The object as it is to be remembered. */
  SceneTrack next() {
    return new SceneTrack(
        track.id(),
        told,
        anythingTold ? moment.micros() : track.lastEventMicros(),
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
