package io.paastreams.cli.compare;

import static io.paastreams.cli.table.TextColumns.difference;
import static io.paastreams.cli.table.TextColumns.fixed;

import io.paastreams.cli.compare.Comparison.TopicSide;
import io.paastreams.evaluation.Agreement;
import io.paastreams.evaluation.CocoMetrics;
import java.util.Locale;
import java.util.stream.Collectors;

/** A comparison for people. */
public final class ComparisonText {

  private ComparisonText() {}

  /** Lines without a final line break. */
  public static String of(Comparison comparison) {
    Agreement agreement = comparison.agreement();
    CocoMetrics ap = agreement.apOfB();
    StringBuilder text = new StringBuilder();
    side(text, "A", comparison.a());
    side(text, "B", comparison.b());
    line(
        text,
        "%d frames are in both, captured from %s to %s",
        agreement.frames(),
        comparison.from(),
        comparison.to());
    line(
        text,
        "%n%-20s %7s %7s %8s %9s %12s %12s %6s %6s",
        "class",
        "in A",
        "in B",
        "matched",
        "mean IoU",
        "score B - A",
        "largest",
        "AP50",
        "AP");
    for (int i = 0; i < agreement.classes().size(); i++) {
      CocoMetrics.ClassMetrics figures = ap.classes().get(i);
      boxes(text, agreement.classes().get(i), figures.ap50(), figures.ap());
    }
    boxes(text, agreement.all(), ap.ap50(), ap.ap());
    line(
        text,
        "AP is that of B with the detections of A as ground truth, faint boxes of B"
            + " included.");
    if (agreement.renamed() > 0) {
      line(text, "%d boxes are in both, but with another class.", agreement.renamed());
    }
    return text.toString().stripTrailing();
  }

  private static void side(StringBuilder text, String name, TopicSide side) {
    String models =
        side.models().entrySet().stream()
            .map(each -> "%s %.8s".formatted(each.getValue(), each.getKey()))
            .sorted()
            .collect(Collectors.joining(", "));
    line(
        text,
        "%s  %s: %s; %d frames are in this topic only",
        name,
        side.topic(),
        models.isEmpty() ? "no records" : models,
        side.onlyHere());
  }

  private static void boxes(StringBuilder text, Agreement.Boxes boxes, double ap50, double ap) {
    line(
        text,
        "%-20s %7d %7d %8d %9s %12s %12s %6s %6s",
        boxes.label(),
        boxes.a(),
        boxes.b(),
        boxes.matched(),
        boxes.matched() == 0 ? "-" : fixed(boxes.meanIou(), 3),
        boxes.matched() == 0 ? "-" : difference(boxes.meanScoreDifference(), 3),
        boxes.matched() == 0 ? "-" : difference(boxes.largestScoreDifference(), 3),
        ap50 < 0 ? "-" : fixed(ap50, 3),
        ap < 0 ? "-" : fixed(ap, 3));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
