package io.paastreams.event;

import io.paastreams.geometry.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one frame with their identities, as they lie on the tracks topic. There is one for
 * each detection record.
 *
 * @param detectionId of the detection record
 * @param sessionId of the frame event, within which {@code sequence} counts; null if it has none
 * @param frameSize of the original frame, in whose pixels the boxes are
 * @param objects the longest known first; none if {@code late}
 * @param late whether the frame came too late to be tracked, or its capture time is not credible
 * @param source of the frame event
 * @param rulesVersion in force; null if there were no rules
 */
public record TrackedFrame(
    UUID detectionId,
    UUID frameId,
    String cameraId,
    @Nullable UUID sessionId,
    long sequence,
    Size frameSize,
    List<SceneObject> objects,
    boolean late,
    SourceOffset source,
    Instant captureTime,
    Instant ingestTime,
    Instant detectionTime,
    @Nullable String rulesVersion) {

  public TrackedFrame {
    objects = List.copyOf(objects);
  }
}
