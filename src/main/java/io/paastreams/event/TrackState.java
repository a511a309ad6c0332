package io.paastreams.event;

/** The phase of an object's track. */
public enum TrackState {
  /** A state that this version does not know. */
  UNKNOWN,
  /** Seen, but perhaps a detector error; not published. */
  TENTATIVE,
  /** Seen in this frame. */
  CONFIRMED,
  /** Not seen in this frame: the box is predicted. */
  COASTING,
  /** Gone. */
  ENDED
}
