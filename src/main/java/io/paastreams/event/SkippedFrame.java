package io.paastreams.event;

import java.time.Instant;

/** A frame that was deliberately not detected, as on the skipped topic. */
public record SkippedFrame(Lineage lineage, SkipReason reason, Instant skipTime)
    implements FrameRecord {

  /** Why a frame was skipped. */
  public enum SkipReason {
    /** A reason that this version does not know. */
    UNKNOWN,
    /** Older than the camera's maximum age when its turn came. */
    TOO_OLD,
    /** A later frame of the same camera was already waiting. */
    SUPERSEDED,
    /** The camera sends more frames per second than are wanted. */
    RATE_LIMITED,
    /** Not in the share of frames that this application processes. */
    SAMPLED_OUT
  }
}
