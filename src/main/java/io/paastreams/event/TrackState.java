package io.paastreams.event;

/** Where an object stands in the life of its track. */
public enum TrackState {
  /** A state that this version does not know. */
  UNKNOWN,
  /** Seen, but perhaps a mistake of the detector; not published. */
  TENTATIVE,
  /** Seen in this frame. */
  CONFIRMED,
  /** Not seen in this frame: the box is predicted. */
  COASTING,
  /** Gone. */
  ENDED
}
