package io.paastreams.cli;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.List;
import java.util.Locale;

/**
 * The detections of one image in {@code detect}'s output.
 *
 * @param image the path as it was given
 * @param width the width in pixels
 * @param height the height in pixels
 * @param profile the profile that chose the detections, such as {@code serving}
 * @param scoreThreshold the threshold that all of them exceed
 */
record DetectedImage(
    String image,
    int width,
    int height,
    String profile,
    float scoreThreshold,
    List<LabelledDetection> detections) {

  static DetectedImage of(
      String image, Size size, DetectionTerms terms, List<Detection> detections, LabelMap labels) {
    return new DetectedImage(
        image,
        size.width(),
        size.height(),
        String.valueOf(terms.profile()).toLowerCase(Locale.ROOT),
        terms.scoreThreshold(),
        detections.stream().map(detection -> LabelledDetection.of(detection, labels)).toList());
  }

  /**
   * One detection.
   *
   * @param box {@code [x1, y1, x2, y2]} in original pixels
   */
  record LabelledDetection(String label, int classId, float score, List<Float> box) {

    private static LabelledDetection of(Detection detection, LabelMap labels) {
      Box box = detection.box();
      return new LabelledDetection(
          labels.label(detection.classId()),
          detection.classId(),
          detection.score(),
          List.of(box.x1(), box.y1(), box.x2(), box.y2()));
    }
  }
}
