package io.paastreams.tracking;

import java.util.Set;

/**
 * The life of a track.
 *
 * <pre>
 *                 confirmed             not seen
 *   TENTATIVE -------------> CONFIRMED ----------> COASTING
 *       |                        |     <----------    |
 *       | never seen again       | not seen for  seen | not seen for
 *       v                        v too long           v too long
 *     ENDED                    ENDED                ENDED
 * </pre>
 */
public enum TrackPhase {
  /** Seen, but perhaps a detector error. Never shown. */
  TENTATIVE,
  /** Seen in the latest frame. */
  CONFIRMED,
  /** Not seen in the latest frame; its position is predicted. */
  COASTING,
  /** Gone; the id is never used again. */
  ENDED;

  private Set<TrackPhase> next() {
    return switch (this) {
      case TENTATIVE -> Set.of(CONFIRMED, ENDED);
      case CONFIRMED -> Set.of(COASTING, ENDED);
      case COASTING -> Set.of(CONFIRMED, ENDED);
      case ENDED -> Set.of();
    };
  }

  /**
   * The phase after a step.
   *
   * @throws IllegalStateException if there is no transition from this phase to that one
   */
  TrackPhase to(TrackPhase next) {
    if (next != this && !next().contains(next)) {
      throw new IllegalStateException("a track that is " + this + " cannot become " + next);
    }
    return next;
  }
}
