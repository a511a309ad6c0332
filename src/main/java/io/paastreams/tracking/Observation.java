package io.paastreams.tracking;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * What the detector found in one frame.
 *
 * @param frame the identity of the frame
 * @param captureMicros the capture time in microseconds since the epoch
 * @param size the size of the frame in pixels
 * @param detections boxes in pixels of that frame; their order makes no difference. They include
 *     faint ones, which start no track but may continue one
 */
public record Observation(
    FrameIdentity frame, long captureMicros, Size size, List<Detection> detections) {

  /**
   * Refuses, reporting all faults at once, anything that would permanently corrupt the state of a
   * camera.
   */
  public Observation {
    detections = List.copyOf(detections);
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < detections.size(); i++) {
      Detection detection = detections.get(i);
      Box box = detection.box();
      if (!Float.isFinite(box.x1() + box.y1() + box.x2() + box.y2())
          || box.width() < 0
          || box.height() < 0) {
        faults.add("detection " + i + " has no box: " + box);
      }
      if (!(detection.score() >= 0 && detection.score() <= 1)) {
        faults.add("detection " + i + " has no score in [0, 1]: " + detection.score());
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }
}
