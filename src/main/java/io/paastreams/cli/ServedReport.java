package io.paastreams.cli;

import static io.paastreams.cli.table.TextColumns.fixed;

import io.paastreams.cli.table.TextColumns;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.Profile;
import io.paastreams.evaluation.Evaluation;
import io.paastreams.evaluation.Reliability;
import io.paastreams.evaluation.ServedCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What users of a profile see, in addition to average precision.
 *
 * @param all all detections, including faint ones
 * @param sure those above the score threshold
 * @param terms the terms that separate the two
 */
record ServedReport(Evaluation all, Evaluation sure, DetectionTerms terms) {

  /** Other thresholds that users may consider. */
  private static final List<Double> OTHERS = List.of(0.3, 0.5, 0.7, 0.9);

  static ServedReport of(Evaluation all, DetectionTerms terms) {
    return new ServedReport(all, all.above(terms.scoreThreshold()), terms);
  }

  /** The title, phrased to follow the kind of voting. */
  String title() {
    return terms.profile() == Profile.SERVING
        ? String.format(
            Locale.ROOT,
            ", profile serving: average precision of what users see, above a score of %s",
            terms.scoreThreshold())
        : "";
  }

  /** Tables for people. */
  String text() {
    Reliability reliability = all.reliability();
    String calibration =
        String.format(
            Locale.ROOT,
            "expected calibration error %.3f over %d boxes",
            reliability.error(),
            reliability.boxes());
    return terms.profile() == Profile.SERVING
        ? "What users see; a box counts as on an object if their IoU is at least 0.1:%n%s%s"
            .formatted(table(), calibration)
        : calibration;
  }

  private TextColumns table() {
    TextColumns table =
        TextColumns.create()
            .numbers("score above", "boxes", "right", "(IoU 0.5)", "wrong class")
            .numbers("further", "elsewhere", "missed");
    for (ServedCounts each : counts()) {
      table.row(
          fixed(each.threshold(), 3),
          each.boxes(),
          each.right(),
          each.close(),
          each.wrongClass(),
          each.further(),
          each.elsewhere(),
          each.missed());
    }
    return table;
  }

  /** The figures for machine-readable output. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("terms", terms);
    figures.put("counts", counts());
    figures.put("reliability", all.reliability());
    return figures;
  }

  /**
   * The counts, first at the profile's thresholds, with the score threshold before that of faint
   * boxes.
   */
  private List<ServedCounts> counts() {
    DoubleStream faint = Stream.ofNullable(terms.faintThreshold()).mapToDouble(Float::doubleValue);
    DoubleStream others =
        OTHERS.stream()
            .mapToDouble(Double::doubleValue)
            .filter(each -> each > terms.scoreThreshold());
    return DoubleStream.concat(
            DoubleStream.concat(DoubleStream.of(terms.scoreThreshold()), faint), others)
        .mapToObj(all::served)
        .toList();
  }
}
