package io.paastreams.cli.demo;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How well the annotated objects were found.
 *
 * @param frames the number of evaluated frames
 * @param ap50 COCO's AP at IoU 0.5, mean over the classes that occur, in [0, 1]
 * @param ap50ByClass the AP50 of each class that occurs, by name
 */
public record DetectionQuality(int frames, double ap50, Map<String, Double> ap50ByClass) {

  public DetectionQuality {
    ap50ByClass = new TreeMap<>(ap50ByClass);
  }

  String toText() {
    return String.format(
        Locale.ROOT,
        "%.3f over %d frames (%s)",
        ap50,
        frames,
        ap50ByClass.entrySet().stream()
            .map(each -> String.format(Locale.ROOT, "%s %.3f", each.getKey(), each.getValue()))
            .collect(Collectors.joining(", ")));
  }
}
