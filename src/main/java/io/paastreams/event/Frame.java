package io.paastreams.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One frame of one camera, as on the frames topic.
 *
 * @param frameId an id unique to this frame, repeated in every downstream record
 * @param cameraId the camera's id, which is also the record's key
 * @param sessionId an id chosen anew whenever the producer of this camera starts; null if it does
 *     not say
 * @param sequence number of the frame within its session, counted up from 0 by the producer
 * @param captureTime when the camera captured it
 * @param ingestTime when it entered the topic
 * @param payload the image, or where to find it
 */
public record Frame(
    UUID frameId,
    String cameraId,
    @Nullable UUID sessionId,
    long sequence,
    Instant captureTime,
    Instant ingestTime,
    FramePayload payload) {

  public Frame {
    if (cameraId.isEmpty()) {
      throw new IllegalArgumentException("a frame needs a camera id that is not empty");
    }
  }

  /** A frame from a producer that does not distinguish its sessions. */
  public Frame(
      UUID frameId,
      String cameraId,
      long sequence,
      Instant captureTime,
      Instant ingestTime,
      FramePayload payload) {
    this(frameId, cameraId, null, sequence, captureTime, ingestTime, payload);
  }
}
