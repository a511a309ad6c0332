package io.paastreams.evaluation;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Size;
import java.util.List;

/**
 * What two models found in one frame. Class ids mean the same on both sides; boxes are x1, y1, x2,
 * y2 in pixels of the original frame.
 *
 * @param a the detections of the first model
 * @param b the detections of the second model
 * @param faintB the second model's boxes that were too uncertain to be detections
 */
public record ComparedFrame(
    Size size, List<Detection> a, List<Detection> b, List<Detection> faintB) {

  public ComparedFrame {
    a = List.copyOf(a);
    b = List.copyOf(b);
    faintB = List.copyOf(faintB);
  }

  BoxPairs pairs() {
    return BoxPairs.match(a, b);
  }
}
