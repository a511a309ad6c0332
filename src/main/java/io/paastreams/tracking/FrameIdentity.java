package io.paastreams.tracking;

import io.paastreams.text.NamedUuid;
import java.util.UUID;

/**
 * Which frame this is: what the ids of the tracks that start in it are made of.
 *
 * @param cameraId of the camera
 * @param partition of the topic that the frame's detections came from
 * @param offset in that partition; no two frames of a camera share partition, offset and time
 */
public record FrameIdentity(String cameraId, int partition, long offset) {

  private static final UUID NAMESPACE = UUID.fromString("2c5f1c0e-5a0b-5f6e-8b0a-4d1f3e9a7c21");

  /**
   * The id of a track that starts in this frame. The capture time is part of it, because offsets
   * start again when somebody deletes the topic and makes it anew.
   *
   * @param index 0, 1 ... among the tracks that start in this frame
   */
  UUID trackId(long captureMicros, int index) {
    // The camera's id comes last: it alone may contain a line break.
    return NamedUuid.of(
        NAMESPACE,
        partition + "\n" + offset + "\n" + captureMicros + "\n" + index + "\n" + cameraId);
  }
}
