package io.paastreams.analytics;

import io.paastreams.geometry.Size;
import io.paastreams.tracking.DriftingSide;
import io.paastreams.tracking.LabelVotes;
import io.paastreams.tracking.Motion;
import io.paastreams.tracking.MovingCoordinate;
import io.paastreams.tracking.Stillness;
import io.paastreams.tracking.Track;
import io.paastreams.tracking.TrackPhase;
import io.paastreams.tracking.TrackerState;
import java.util.List;

/** {@link TrackerState} as bytes. */
final class TrackerStateCodec {

  private static final TrackPhase[] PHASES = TrackPhase.values();

  private TrackerStateCodec() {}

  static void write(StateWriter out, TrackerState state) {
    out.time(state.lastMicros());
    out.number(state.size().width());
    out.number(state.size().height());
    out.each(state.tracks(), track -> write(out, track));
  }

  static TrackerState read(StateReader in) {
    long last = in.time();
    Size size = new Size(in.integer(), in.integer());
    return new TrackerState(last, size, in.each(() -> track(in)));
  }

  private static void write(StateWriter out, Track track) {
    out.id(track.id());
    out.octet(track.phase().ordinal());
    write(out, track.motion().x());
    write(out, track.motion().y());
    write(out, track.motion().width());
    write(out, track.motion().height());
    out.each(
        track.votes().votes(),
        vote -> {
          out.number(vote.classId());
          out.real(vote.weight());
        });
    write(out, track.stillness());
    out.time(track.firstSeenMicros());
    out.time(track.lastSeenMicros());
    out.number(track.observations());
    out.real(track.score());
    out.real(track.bestScore());
  }

  private static Track track(StateReader in) {
    return new Track(
        in.id(),
        in.constant(PHASES),
        new Motion(coordinate(in), coordinate(in), side(in), side(in)),
        votes(in),
        stillness(in),
        in.time(),
        in.time(),
        in.integer(),
        in.real32(),
        in.real32());
  }

  private static void write(StateWriter out, MovingCoordinate coordinate) {
    out.real(coordinate.position());
    out.real(coordinate.velocity());
    out.real(coordinate.positionVariance());
    out.real(coordinate.covariance());
    out.real(coordinate.velocityVariance());
  }

  private static MovingCoordinate coordinate(StateReader in) {
    return new MovingCoordinate(in.real(), in.real(), in.real(), in.real(), in.real());
  }

  private static void write(StateWriter out, DriftingSide side) {
    out.real(side.length());
    out.real(side.variance());
  }

  private static DriftingSide side(StateReader in) {
    return new DriftingSide(in.real(), in.real());
  }

  private static LabelVotes votes(StateReader in) {
    List<LabelVotes.Vote> votes = in.each(() -> new LabelVotes.Vote(in.integer(), in.real()));
    if (votes.isEmpty()) {
      throw new UnreadableStateException("a track has no label");
    }
    return new LabelVotes(votes);
  }

  private static void write(StateWriter out, Stillness stillness) {
    out.real(stillness.x1());
    out.real(stillness.y1());
    out.real(stillness.x2());
    out.real(stillness.y2());
    out.time(stillness.sinceMicros());
    out.flag(stillness.stationary());
  }

  private static Stillness stillness(StateReader in) {
    return new Stillness(in.real(), in.real(), in.real(), in.real(), in.time(), in.flag());
  }
}
