package io.paastreams.tracking;

import io.paastreams.text.NamedUuid;
import java.util.UUID;

/**
 * The identity of a frame, from which the ids of the tracks that start in it are derived.
 *
 * @param cameraId the camera's id
 * @param partition the partition of the topic from which the frame's detections were read
 * @param offset the offset in that partition; no two frames of a camera share partition, offset and
 *     time
 */
public record FrameIdentity(String cameraId, int partition, long offset) {

  private static final UUID NAMESPACE = UUID.fromString("2c5f1c0e-5a0b-5f6e-8b0a-4d1f3e9a7c21");

  /**
   * The id of a track that starts in this frame. The capture time is part of it, because offsets
   * start again when the topic is deleted and created anew.
   *
   * @param index the number of the track, 0, 1 ..., among those that start in this frame
   */
  UUID trackId(long captureMicros, int index) {
    // The camera's id comes last, because it alone may contain a line break.
    return NamedUuid.of(
        NAMESPACE,
        partition + "\n" + offset + "\n" + captureMicros + "\n" + index + "\n" + cameraId);
  }
}
