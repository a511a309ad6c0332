package io.paastreams.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.paastreams.detection.Detection;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.TrackedFrame;
import io.paastreams.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A box as the page draws it.
 *
 * @param label the name of the class, which comes from the model and must not be trusted as HTML
 * @param score in [0, 1]
 * @param box x1, y1, x2, y2 in pixels of the original frame
 * @param track id of the object; null without analytics
 * @param state of the track, such as {@code CONFIRMED} or {@code COASTING}; null without analytics
 * @param zones the zones that contain the object
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SeenBox(
    String label,
    float score,
    float[] box,
    @Nullable String track,
    @Nullable String state,
    List<String> zones) {

  /** The detections of a frame, without tracks. */
  static List<SeenBox> of(DetectedFrame frame) {
    List<SeenBox> boxes = new ArrayList<>();
    for (int i = 0; i < frame.detections().size(); i++) {
      Detection detection = frame.detections().get(i);
      boxes.add(
          new SeenBox(
              frame.labels().get(i),
              detection.score(),
              corners(detection.box()),
              null,
              null,
              List.of()));
    }
    return boxes;
  }

  /** The objects of a frame, with their identities. */
  static List<SeenBox> of(TrackedFrame frame) {
    return frame.objects().stream()
        .map(
            object ->
                new SeenBox(
                    object.label(),
                    object.score(),
                    corners(object.box()),
                    object.trackId().toString(),
                    object.state().name(),
                    object.zones()))
        .toList();
  }

  static float[] corners(Box box) {
    return new float[] {box.x1(), box.y1(), box.x2(), box.y2()};
  }
}
