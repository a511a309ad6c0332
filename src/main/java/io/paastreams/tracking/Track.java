package io.paastreams.tracking;

import java.util.UUID;

/**
 * One track as remembered between frames.
 *
 * @param id a UUID of version 5, never used again
 * @param motion the motion at the capture time of the latest frame
 * @param votes the votes on its label
 * @param stillness whether it is stationary
 * @param firstSeenMicros the capture time of the first frame in which it was seen
 * @param lastSeenMicros the capture time of the last frame in which it was seen
 * @param observations the number of frames in which it was seen
 * @param score the score of the last box
 * @param bestScore the best score of all boxes
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

  /** The track in the pixels of a frame of another size. */
  Track scaled(double horizontally, double vertically) {
    return with(
        motion.scaled(horizontally, vertically), stillness.scaled(horizontally, vertically));
  }

  boolean confirmed() {
    return phase != TrackPhase.TENTATIVE;
  }

  /** How long it has not been seen. */
  long unseenMicros(long now) {
    return now - lastSeenMicros;
  }
}
