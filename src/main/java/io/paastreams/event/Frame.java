package io.paastreams.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One frame of one camera, as it lies on the frames topic.
 *
 * @param frameId unique for this frame, kept through every downstream record
 * @param cameraId the camera; also the record's key
 * @param sessionId drawn anew whenever the producer of this camera starts; null if it does not say
 * @param sequence number of the frame within its session, counted up from 0 by the producer
 * @param captureTime when the camera took it
 * @param ingestTime when it entered the topic
 * @param payload the picture, or where to find it
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

  /** A frame of a producer that does not tell its sessions apart. */
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
