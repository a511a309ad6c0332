package io.paastreams.analytics;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Point;
import io.paastreams.geometry.Size;
import io.paastreams.rules.BestView;
import io.paastreams.rules.CountingWindow;
import io.paastreams.rules.FramePlace;
import io.paastreams.rules.LineSide;
import io.paastreams.rules.ParkedTrack;
import io.paastreams.rules.RuleMemory;
import io.paastreams.rules.SceneAlert;
import io.paastreams.rules.SceneState;
import io.paastreams.rules.SceneTrack;
import io.paastreams.rules.Severity;
import io.paastreams.rules.Silence;
import io.paastreams.rules.Tally;
import io.paastreams.rules.ZoneStay;
import io.paastreams.tracking.FrameIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@link SceneState} as bytes. */
final class SceneStateCodec {

  private static final Severity[] SEVERITIES = Severity.values();
  private static final Silence[] SILENCES = Silence.values();

  private SceneStateCodec() {}

  static void write(StateWriter out, SceneState state) {
    out.text(state.rulesVersion());
    out.each(
        new TreeMap<>(state.geometries()).entrySet(),
        entry -> {
          out.text(entry.getKey());
          out.text(entry.getValue());
        });
    out.time(state.lastMicros());
    out.optional(
        state.lastFrame(),
        frame -> {
          out.text(frame.cameraId());
          out.number(frame.partition());
          out.number(frame.offset());
        });
    out.number(state.size().width());
    out.number(state.size().height());
    out.each(state.tracks(), track -> write(out, track));
    out.each(
        state.parked(),
        parked -> {
          write(out, parked.track());
          write(out, parked.place());
          out.time(parked.untilMicros());
        });
    out.optional(state.window(), window -> write(out, window));
    out.each(state.rules(), memory -> write(out, memory));
  }

  static SceneState read(StateReader in) {
    return new SceneState(
        in.text(),
        geometries(in),
        in.time(),
        in.optional(() -> new FrameIdentity(in.text(), in.integer(), in.number())),
        new Size(in.integer(), in.integer()),
        in.each(() -> track(in)),
        in.each(() -> new ParkedTrack(track(in), box(in), in.time())),
        in.optional(() -> window(in)),
        in.each(() -> memory(in)));
  }

  private static Map<String, String> geometries(StateReader in) {
    Map<String, String> geometries = new HashMap<>();
    in.each(() -> geometries.put(in.text(), in.text()) == null);
    return geometries;
  }

  private static void write(StateWriter out, SceneTrack track) {
    out.id(track.id());
    out.number(track.events());
    out.time(track.lastEventMicros());
    out.text(track.lastEventLabel());
    out.real(track.lastEventScore());
    out.text(track.label());
    out.time(track.firstSeenMicros());
    out.time(track.lastSeenMicros());
    out.real(track.bestScore());
    write(out, track.best());
    out.id(track.newEvent());
    out.optional(track.stationaryEvent(), out::id);
    out.time(track.stationarySinceMicros());
    out.time(track.countedWindow());
    out.each(track.stays(), stay -> write(out, stay));
    out.each(track.sides(), side -> write(out, side));
  }

  private static SceneTrack track(StateReader in) {
    return new SceneTrack(
        in.id(),
        in.integer(),
        in.time(),
        in.text(),
        in.real32(),
        in.text(),
        in.time(),
        in.time(),
        in.real32(),
        best(in),
        in.id(),
        in.optional(in::id),
        in.time(),
        in.time(),
        in.each(() -> stay(in)),
        in.each(() -> side(in)));
  }

  private static void write(StateWriter out, BestView best) {
    out.text(best.place().topic());
    out.number(best.place().partition());
    out.number(best.place().offset());
    out.time(best.captureMicros());
    write(out, best.box());
    out.real(best.score());
  }

  private static void write(StateWriter out, Box box) {
    out.real(box.x1());
    out.real(box.y1());
    out.real(box.x2());
    out.real(box.y2());
  }

  private static Box box(StateReader in) {
    return new Box(in.real32(), in.real32(), in.real32(), in.real32());
  }

  private static BestView best(StateReader in) {
    return new BestView(
        new FramePlace(in.text(), in.integer(), in.number()), in.time(), box(in), in.real32());
  }

  private static void write(StateWriter out, ZoneStay stay) {
    out.text(stay.zone());
    out.flag(stay.inside());
    out.time(stay.sinceMicros());
    out.optional(stay.event(), out::id);
    out.number(stay.pendingObservations());
    out.time(stay.pendingSinceMicros());
    out.time(stay.countedWindow());
  }

  private static ZoneStay stay(StateReader in) {
    return new ZoneStay(
        in.text(), in.flag(), in.time(), in.optional(in::id), in.integer(), in.time(), in.time());
  }

  private static void write(StateWriter out, LineSide side) {
    out.text(side.line());
    out.number(side.side());
    out.real(side.last().x());
    out.real(side.last().y());
    out.flag(side.pathCrossed());
    out.number(side.pendingObservations());
    out.time(side.pendingSinceMicros());
    out.time(side.countedWindow());
  }

  private static LineSide side(StateReader in) {
    return new LineSide(
        in.text(),
        in.integer(),
        new Point(in.real(), in.real()),
        in.flag(),
        in.integer(),
        in.time(),
        in.time());
  }

  private static void write(StateWriter out, CountingWindow window) {
    out.time(window.startMicros());
    out.time(window.endMicros());
    out.number(window.coveredMicros());
    out.each(
        window.tallies(),
        tally -> {
          out.optional(tally.place().zone(), out::text);
          out.optional(tally.place().line(), out::text);
          out.optional(tally.place().label(), out::text);
          out.number(tally.entered());
          out.number(tally.left());
          out.number(tally.leftToRight());
          out.number(tally.rightToLeft());
          out.number(tally.mostOccupancy());
          out.number(tally.occupancyMicros());
          out.number(tally.distinctTracks());
        });
  }

  private static CountingWindow window(StateReader in) {
    return new CountingWindow(
        in.time(),
        in.time(),
        in.number(),
        in.each(
            () ->
                new Tally(
                    new Tally.Place(
                        in.optional(in::text), in.optional(in::text), in.optional(in::text)),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.integer(),
                    in.number(),
                    in.integer())));
  }

  private static void write(StateWriter out, RuleMemory memory) {
    out.text(memory.rule());
    out.optional(memory.trackId(), out::id);
    out.optional(memory.silence(), silence -> out.octet(silence.ordinal()));
    out.time(memory.heldSinceMicros());
    out.time(memory.raisedMicros());
    out.optional(memory.alert(), alert -> write(out, alert));
  }

  private static RuleMemory memory(StateReader in) {
    return new RuleMemory(
        in.text(),
        in.optional(in::id),
        in.optional(() -> in.constant(SILENCES)),
        in.time(),
        in.time(),
        in.optional(() -> alert(in)));
  }

  private static void write(StateWriter out, SceneAlert alert) {
    out.id(alert.alertId());
    out.text(alert.rule());
    out.octet(alert.severity().ordinal());
    out.optional(alert.zone(), out::text);
    out.optional(alert.line(), out::text);
    out.optional(alert.trackId(), out::id);
    out.optional(alert.label(), out::text);
    out.time(alert.sinceMicros());
    out.time(alert.raisedMicros());
    out.optional(alert.clearedMicros(), out::time);
    out.each(alert.events(), out::id);
    out.optional(alert.best(), best -> write(out, best));
    out.optional(alert.silence(), silence -> out.octet(silence.ordinal()));
    out.text(alert.text());
  }

  private static SceneAlert alert(StateReader in) {
    return new SceneAlert(
        in.id(),
        in.text(),
        in.constant(SEVERITIES),
        in.optional(in::text),
        in.optional(in::text),
        in.optional(in::id),
        in.optional(in::text),
        in.time(),
        in.time(),
        in.optional(in::time),
        in.each(in::id),
        in.optional(() -> best(in)),
        in.optional(() -> in.constant(SILENCES)),
        in.text());
  }
}
