package io.paastreams.live;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TrackedFrame;
import io.paastreams.geometry.Size;
import java.time.Instant;
import java.util.List;

/**
 * What was found in one frame, which is everything that is drawn over its image.
 *
 * @param source the position of the frame event, by which its image is found
 */
record Sighting(
    String camera,
    String frameId,
    SourceOffset source,
    Size frameSize,
    Instant captureTime,
    Instant detectionTime,
    String model,
    List<SeenBox> boxes) {

  Sighting {
    boxes = List.copyOf(boxes);
  }

  static Sighting of(DetectedFrame frame) {
    return new Sighting(
        frame.cameraId(),
        frame.frameId().toString(),
        frame.source(),
        frame.frameSize(),
        frame.captureTime(),
        frame.detectionTime(),
        frame.model().name(),
        SeenBox.of(frame));
  }

  /**
   * A sighting with identities.
   *
   * @param model the model that detected, which is not part of the tracks record
   */
  static Sighting of(TrackedFrame frame, String model) {
    return new Sighting(
        frame.cameraId(),
        frame.frameId().toString(),
        frame.source(),
        frame.frameSize(),
        frame.captureTime(),
        frame.detectionTime(),
        model,
        SeenBox.of(frame));
  }
}
