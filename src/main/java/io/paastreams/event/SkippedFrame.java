package io.paastreams.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A frame that was deliberately not detected, as on the skipped topic.
 *
 * @param sessionId the session of the frame event, within which {@code sequence} counts; null if it
 *     has none
 */
public record SkippedFrame(
    UUID frameId,
    String cameraId,
    @Nullable UUID sessionId,
    long sequence,
    SkipReason reason,
    SourceOffset source,
    Instant captureTime,
    Instant ingestTime,
    Instant skipTime) {

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
    /** Not among the share of frames that this application judges. */
    SAMPLED_OUT
  }
}
