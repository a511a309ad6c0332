package io.paastreams.event;

import io.paastreams.geometry.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one frame with their identities, as on the tracks topic. There is one such record
 * per detection record.
 *
 * @param detectionId the id of the detection record
 * @param frameSize the size of the original frame, in whose pixels the boxes are given
 * @param objects the objects, the longest known first; none if {@code late}
 * @param late whether the frame arrived too late to be tracked, or its capture time is not credible
 * @param rulesVersion the version of the rules in force; null if there were no rules
 */
public record TrackedFrame(
    UUID detectionId,
    Lineage lineage,
    Size frameSize,
    List<SceneObject> objects,
    boolean late,
    Instant detectionTime,
    @Nullable String rulesVersion)
    implements FrameRecord {

  public TrackedFrame {
    objects = List.copyOf(objects);
  }
}
