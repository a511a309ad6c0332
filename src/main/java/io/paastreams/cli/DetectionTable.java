package io.paastreams.cli;

import static io.paastreams.cli.table.TextColumns.fixed;

import io.paastreams.cli.DetectedImage.LabelledDetection;
import io.paastreams.cli.table.TextColumns;
import java.util.List;

/** Detections as aligned columns for people. */
final class DetectionTable {

  private DetectionTable() {}

  static String of(List<DetectedImage> images) {
    TextColumns table =
        TextColumns.create().text("image", "label").numbers("score", "x1", "y1", "x2", "y2");
    for (DetectedImage image : images) {
      if (image.detections().isEmpty()) {
        table.row(image.image(), "-", "", "", "", "", "");
      }
      for (LabelledDetection detection : image.detections()) {
        table.row(
            image.image(),
            detection.label(),
            fixed(detection.score(), 3),
            fixed(detection.box().get(0), 1),
            fixed(detection.box().get(1), 1),
            fixed(detection.box().get(2), 1),
            fixed(detection.box().get(3), 1));
      }
    }
    return table.toString();
  }
}
