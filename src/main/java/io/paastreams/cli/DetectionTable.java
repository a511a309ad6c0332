package io.paastreams.cli;

import io.paastreams.cli.DetectedImage.LabelledDetection;
import java.util.List;
import java.util.Locale;

/** Detections as aligned columns for people. */
final class DetectionTable {

  private static final String ROW = "%-40s  %-16s  %6s  %8s  %8s  %8s  %8s%n";

  private DetectionTable() {}

  static String of(List<DetectedImage> images) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(Locale.ROOT, ROW, "image", "label", "score", "x1", "y1", "x2", "y2"));
    for (DetectedImage image : images) {
      if (image.detections().isEmpty()) {
        table.append(String.format(Locale.ROOT, ROW, image.image(), "-", "", "", "", "", ""));
      }
      for (LabelledDetection detection : image.detections()) {
        table.append(
            String.format(
                Locale.ROOT,
                ROW,
                image.image(),
                detection.label(),
                fixed(detection.score(), 3),
                fixed(detection.box().get(0), 1),
                fixed(detection.box().get(1), 1),
                fixed(detection.box().get(2), 1),
                fixed(detection.box().get(3), 1)));
      }
    }
    return table.toString();
  }

  private static String fixed(float value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
