package io.paastreams.rules;

import io.paastreams.geometry.Size;
import io.paastreams.rules.SceneEvent.Kind;
import io.paastreams.tracking.FrameIdentity;
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

  private final Moment moment;
  private final List<ParkedTrack> parked;
  private final List<SceneAlert> cleared = new ArrayList<>();
  private List<RuleMemory> memories;

  TrackJudge(
      CameraRules rules,
      SceneState before,
      Counter counter,
      @Nullable FrameIdentity frame,
      long micros,
      Size size,
      boolean timedOut) {
    this.moment = new Moment(rules, counter, frame, micros, size, timedOut, new ArrayList<>());
    this.memories = before.rules();
    this.parked =
        new ArrayList<>(
            before.parked().stream().filter(each -> each.untilMicros() > micros).toList());
  }

  List<SceneEvent> events() {
    return moment.events();
  }

  List<ParkedTrack> parked() {
    return parked;
  }

  /** The alerts of objects that turned out to be others with an alert of their own. */
  List<SceneAlert> cleared() {
    return cleared;
  }

  /** What is remembered about the rules, after objects have taken the place of others. */
  List<RuleMemory> memories() {
    return memories;
  }

  void ended(SceneTrack track, TrackedObject object) {
    ObjectInFrame judged = new ObjectInFrame(moment, track, object);
    judged.tell(Kind.ENDED, null, object.lastSeenMicros() - object.firstSeenMicros());
    moment.counter().vanished(track.label());
    if (track.isStationary()) {
      parked.add(ParkedTrack.of(track, object, moment.size(), moment.micros()));
    }
  }

  /** Judges an object that is new. */
  SceneTrack appeared(TrackedObject object, String label, FramePlace place) {
    BestView best = new BestView(place, moment.micros(), object.box(), object.score());
    UUID newEvent = moment.eventId(Kind.NEW, object.trackId(), null);
    List<ZoneStay> stays = new ArrayList<>();
    for (Zone zone : moment.rules().zones()) {
      if (moment.contains(zone, object, label)) {
        stays.add(ZoneStay.outside(zone.name()).entered(moment.micros(), newEvent));
      }
    }
    SceneTrack track =
        new SceneTrack(
            object.trackId(),
            0,
            moment.micros(),
            label,
            object.bestScore(),
            label,
            moment.micros(),
            moment.micros(),
            object.bestScore(),
            best,
            newEvent,
            null,
            ZoneStay.NEVER,
            ZoneStay.NEVER,
            stays,
            List.of());
    ObjectInFrame judged = new ObjectInFrame(moment, track, object);
    judged.lines();
    judged.tell(Kind.NEW, null, null);
    moment.counter().appeared(label);
    judged.rest();
    return judged.next();
  }

  /** Judges an object that is seen again. */
  SceneTrack seen(SceneTrack before, TrackedObject object, String label, FramePlace place) {
    BestView best =
        object.score() > before.best().score()
            ? new BestView(place, moment.micros(), object.box(), object.score())
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
            moment.micros(),
            object.bestScore(),
            best,
            before.newEvent(),
            before.stationaryEvent(),
            before.stationarySinceMicros(),
            before.countedWindow(),
            before.stays(),
            before.sides());
    ObjectInFrame judged = new ObjectInFrame(moment, track, object);
    judged.zones();
    judged.lines();
    judged.rest();
    judged.update();
    SceneTrack next = judged.next();
    return next.isStationary() && !before.isStationary() ? succeeding(next, object) : next;
  }

  /** The object after it has come to rest in the place of one that was hidden there. */
  private SceneTrack succeeding(SceneTrack track, TrackedObject object) {
    for (ParkedTrack each : parked) {
      if (each.isSucceededBy(track, object, moment.size())) {
        parked.remove(each);
        memories = passOn(each.track().id(), track.id());
        return each.passOnTo(track);
      }
    }
    return track;
  }

  /**
   * What is remembered about the rules after one object has turned out to be another. Of two alerts
   * of a rule, the later one is cleared: both are about the same object.
   */
  private List<RuleMemory> passOn(UUID former, UUID successor) {
    List<RuleMemory> next = new ArrayList<>();
    for (RuleMemory memory : memories) {
      if (former.equals(memory.trackId())) {
        RuleMemory later = memoryOf(memory.rule(), successor);
        if (memory.alert() != null || later == null || later.alert() == null) {
          next.add(memory.of(successor));
        }
      } else if (successor.equals(memory.trackId())) {
        RuleMemory earlier = memoryOf(memory.rule(), former);
        SceneAlert open = memory.alert();
        if (earlier == null || (earlier.alert() == null && open != null)) {
          next.add(memory);
        } else if (open != null) {
          cleared.add(open.cleared(moment.micros()));
        }
      } else {
        next.add(memory);
      }
    }
    return List.copyOf(next);
  }

  private @Nullable RuleMemory memoryOf(String rule, UUID track) {
    for (RuleMemory memory : memories) {
      if (memory.rule().equals(rule) && track.equals(memory.trackId())) {
        return memory;
      }
    }
    return null;
  }
}
