package io.paastreams.tracking;

import java.util.UUID;

/**
 * One track as it is remembered between frames.
 *
 * @param id of version 5; never used again
 * @param motion at the capture time of the latest frame
 * @param votes on its label
 * @param stillness whether it stands
 * @param firstSeenMicros capture time of the first frame that it was seen in
 * @param lastSeenMicros of the last one
 * @param observations frames that it was seen in
 * @param score of the last box
 * @param bestScore of all boxes
 */
public record Track(
    UUID id,
    TrackPhase phase,
    Motion motion,
    LabelVotes votes,
    Stillness stillness,
    long firstSeenMicros,
    long lastSeenMicros,
    int observations,
    float score,
    float bestScore) {

  Track in(TrackPhase next) {
    return new Track(
        id,
        phase.to(next),
        motion,
        votes,
        stillness,
        firstSeenMicros,
        lastSeenMicros,
        observations,
        score,
        bestScore);
  }

  Track with(Motion moved, Stillness still) {
    return new Track(
        id,
        phase,
        moved,
        votes,
        still,
        firstSeenMicros,
        lastSeenMicros,
        observations,
        score,
        bestScore);
  }

  /** In the pixels of a frame of another size. */
  Track scaled(double horizontally, double vertically) {
    return with(
        motion.scaled(horizontally, vertically), stillness.scaled(horizontally, vertically));
  }

  boolean confirmed() {
    return phase != TrackPhase.TENTATIVE;
  }

  /** For how long it has not been seen. */
  long unseenMicros(long now) {
    return now - lastSeenMicros;
  }
}
