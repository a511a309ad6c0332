package io.paastreams.event;

import io.paastreams.text.NamedUuid;
import java.util.UUID;

/** Ids of detections: version 5 UUIDs derived from their origin. */
public final class DetectionId {

  private static final UUID NAMESPACE = UUID.fromString("7d2b0a52-5f0e-5c1c-9e39-6a6f0c1f3f5b");

  private DetectionId() {}

  /** Returns the same id for the same arguments, on any machine and in any run. */
  public static UUID of(String cameraId, SourceOffset source, String modelSha256) {
    // The camera's id comes last, because it alone may contain a line break.
    return NamedUuid.of(
        NAMESPACE,
        String.join(
            "\n",
            source.topic(),
            Integer.toString(source.partition()),
            Long.toString(source.offset()),
            modelSha256,
            cameraId));
  }
}
