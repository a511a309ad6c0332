package io.paastreams.cli.compare;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.evaluation.BoxPairs;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.image.Annotation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A frame on which two models disagree.
 *
 * @param weight the sum of the scores of the boxes that only one model has
 * @param onlyA boxes that only the first model has
 * @param onlyB boxes that only the second model has
 */
public record Disagreement(
    double weight,
    UUID frameId,
    String cameraId,
    Instant captureTime,
    SourceOffset source,
    List<Seen> onlyA,
    List<Seen> onlyB) {

  private static final int COLOR_A = 0;
  private static final int COLOR_B = 1;

  /** A box under its label. */
  public record Seen(String label, Detection detection) {

    private Annotation drawn(String whose, int color) {
      return new Annotation(detection.box(), whose + " " + label, detection.score(), color);
    }

    private Map<String, Object> figures() {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("label", label);
      figures.put("score", detection.score());
      figures.put("box", detection.box());
      return figures;
    }
  }

  static Disagreement of(DetectedFrame frame, BoxPairs boxes, LabelMap labels) {
    return new Disagreement(
        boxes.disagreement(),
        frame.frameId(),
        frame.cameraId(),
        frame.captureTime(),
        frame.source(),
        seen(boxes.onlyA(), labels),
        seen(boxes.onlyB(), labels));
  }

  private static List<Seen> seen(List<Detection> boxes, LabelMap labels) {
    return boxes.stream().map(box -> new Seen(labels.label(box.classId()), box)).toList();
  }

  /** The boxes to draw, with a color per model. */
  List<Annotation> annotations() {
    return Stream.concat(
            onlyA.stream().map(box -> box.drawn("A", COLOR_A)),
            onlyB.stream().map(box -> box.drawn("B", COLOR_B)))
        .toList();
  }

  /** A line for people. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%6.2f  %s  %s  %s  A: %s; B: %s",
        weight,
        cameraId,
        captureTime,
        source,
        text(onlyA),
        text(onlyB));
  }

  private static String text(List<Seen> boxes) {
    return boxes.isEmpty()
        ? "-"
        : boxes.stream()
            .map(box -> String.format(Locale.ROOT, "%s %.2f", box.label(), box.detection().score()))
            .collect(Collectors.joining(", "));
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("weight", weight);
    figures.put("frameId", frameId.toString());
    figures.put("cameraId", cameraId);
    figures.put("captureTime", captureTime.toString());
    figures.put("source", source.toString());
    figures.put("onlyA", onlyA.stream().map(Seen::figures).toList());
    figures.put("onlyB", onlyB.stream().map(Seen::figures).toList());
    return figures;
  }
}
