package io.paastreams.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Precision and recall of one class in one size group, by IoU threshold.
 *
 * @param precision the best precision at a recall or a higher one, by threshold, then recall of 0,
 *     0.01 ... 1; all -1 if there are no objects
 * @param scores the score thresholds that yield these precisions
 * @param recall the recall of all detections by threshold; -1 if there are no objects
 */
record PrecisionRecall(double[][] precision, double[][] scores, double[] recall) {

  static final int RECALL_POINTS = 101;

  private record Ranked(double score, Matching matching, int index) {}

  /**
   * Combines images.
   *
   * @param images the images' matchings in ascending order of image ids
   * @param limit the number of detections per image that count
   */
  static PrecisionRecall of(List<Matching> images, int thresholds, int limit) {
    double[][] precision = filled(thresholds);
    double[][] scores = filled(thresholds);
    double[] recall = new double[thresholds];
    Arrays.fill(recall, -1);
    int positives = images.stream().mapToInt(Matching::positives).sum();
    if (positives == 0) {
      return new PrecisionRecall(precision, scores, recall);
    }
    List<Ranked> ranked =
        images.stream()
            .flatMap(
                matching ->
                    IntStream.range(0, Math.min(limit, matching.detections().size()))
                        .mapToObj(
                            i -> new Ranked(matching.detections().get(i).score(), matching, i)))
            .sorted((a, b) -> Double.compare(b.score(), a.score()))
            .toList();
    for (int t = 0; t < thresholds; t++) {
      recall[t] = curve(ranked, t, positives, precision[t], scores[t]);
    }
    return new PrecisionRecall(precision, scores, recall);
  }

  private static double curve(
      List<Ranked> ranked, int threshold, int positives, double[] precision, double[] scores) {
    int n = ranked.size();
    double[] recalls = new double[n];
    double[] precisions = new double[n];
    int right = 0;
    int wrong = 0;
    for (int i = 0; i < n; i++) {
      Ranked each = ranked.get(i);
      if (!each.matching().ignored()[threshold][each.index()]) {
        if (each.matching().matched()[threshold][each.index()] >= 0) {
          right++;
        } else {
          wrong++;
        }
      }
      recalls[i] = (double) right / positives;
      precisions[i] = right / (wrong + right + Math.ulp(1.0));
    }
    for (int i = n - 1; i > 0; i--) {
      precisions[i - 1] = Math.max(precisions[i - 1], precisions[i]);
    }
    int at = 0;
    for (int r = 0; r < RECALL_POINTS; r++) {
      double wanted = r * 0.01;
      while (at < n && recalls[at] < wanted) {
        at++;
      }
      precision[r] = at < n ? precisions[at] : 0;
      scores[r] = at < n ? ranked.get(at).score() : 0;
    }
    return n == 0 ? 0 : recalls[n - 1];
  }

  private static double[][] filled(int thresholds) {
    double[][] values = new double[thresholds][RECALL_POINTS];
    for (double[] row : values) {
      Arrays.fill(row, -1);
    }
    return values;
  }

  /** All precisions at one threshold; none if there were no objects. */
  DoubleStream defined(int threshold) {
    return Arrays.stream(precision[threshold]).filter(value -> value > -1);
  }

  boolean isDefined() {
    return recall[0] > -1;
  }
}
