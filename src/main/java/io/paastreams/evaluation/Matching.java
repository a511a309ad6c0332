package io.paastreams.evaluation;

import io.paastreams.dataset.Truth;
import java.util.Comparator;
import java.util.List;

/**
 * The detections of one class in one image, matched to its objects at every IoU threshold.
 *
 * @param detections the detections by descending score, at most 100
 * @param truths the objects: first those that count, then ignored ones
 * @param truthIgnored whether each of {@code truths} is ignored, because it is a crowd or outside
 *     the size group
 * @param matched the index of a detection's object, or -1, by threshold, then detection
 * @param ignored whether a detection is neither right nor wrong, by threshold, then detection
 */
record Matching(
    List<ScoredBox> detections,
    List<Truth> truths,
    boolean[] truthIgnored,
    int[][] matched,
    boolean[][] ignored) {

  /** A threshold of exactly 1 would never be met. */
  private static final double MAX_THRESHOLD = 1 - 1e-10;

  /**
   * Matches greedily: each detection in turn takes the object that it overlaps most among those
   * still free; ignored objects come last, and crowds remain free.
   */
  static Matching of(
      List<ScoredBox> boxes, List<Truth> objects, SizeGroup group, double[] thresholds, int limit) {
    List<ScoredBox> detections =
        boxes.stream()
            .sorted(Comparator.comparing(ScoredBox::score).reversed())
            .limit(limit)
            .toList();
    List<Truth> truths =
        objects.stream().sorted(Comparator.comparing(truth -> isIgnored(truth, group))).toList();
    boolean[] truthIgnored = new boolean[truths.size()];
    for (int g = 0; g < truthIgnored.length; g++) {
      truthIgnored[g] = isIgnored(truths.get(g), group);
    }
    double[][] overlaps = new double[detections.size()][truths.size()];
    for (int d = 0; d < overlaps.length; d++) {
      for (int g = 0; g < truthIgnored.length; g++) {
        overlaps[d][g] = detections.get(d).overlap(truths.get(g));
      }
    }
    int[][] matched = new int[thresholds.length][detections.size()];
    boolean[][] ignored = new boolean[thresholds.length][detections.size()];
    for (int t = 0; t < thresholds.length; t++) {
      boolean[] taken = new boolean[truths.size()];
      for (int d = 0; d < overlaps.length; d++) {
        int match =
            best(overlaps[d], Math.min(thresholds[t], MAX_THRESHOLD), taken, truths, truthIgnored);
        matched[t][d] = match;
        if (match >= 0) {
          taken[match] = true;
          ignored[t][d] = truthIgnored[match];
        } else {
          ignored[t][d] = group.excludes(detections.get(d).area());
        }
      }
    }
    return new Matching(detections, truths, truthIgnored, matched, ignored);
  }

  private static int best(
      double[] overlaps,
      double threshold,
      boolean[] taken,
      List<Truth> truths,
      boolean[] truthIgnored) {
    double best = threshold;
    int match = -1;
    for (int g = 0; g < overlaps.length; g++) {
      if (taken[g] && !truths.get(g).crowd()) {
        continue;
      }
      if (match >= 0 && !truthIgnored[match] && truthIgnored[g]) {
        break;
      }
      if (overlaps[g] >= best) {
        best = overlaps[g];
        match = g;
      }
    }
    return match;
  }

  private static boolean isIgnored(Truth truth, SizeGroup group) {
    return truth.crowd() || group.excludes(truth.area());
  }

  /** The number of objects that count. */
  int positives() {
    int count = 0;
    for (boolean each : truthIgnored) {
      count += each ? 0 : 1;
    }
    return count;
  }
}
