package io.paastreams.model.postprocess;

import java.util.Arrays;

/**
 * Score voting (PAA, section 3.4): a detection's box becomes the mean of all candidates of its
 * class that overlap it, weighted by score and by closeness, {@code exp(-(1 - IoU)^2 / 0.025)}.
 * Suppressed candidates vote too; scores stay.
 *
 * <p>The candidates of a class lie in one run of four arrays, one a coordinate, so that the loop
 * that compares a detection with all of them is vectorised by the compiler; the exponential is
 * taken only for the few that overlap.
 */
final class ScoreVoting {

  private static final float MIN_IOU = 0.01f;
  private static final double SIGMA = 0.025;
  private static final float EPSILON = 1e-6f;

  private final float[] x1;
  private final float[] y1;
  private final float[] x2;
  private final float[] y2;
  private final float[] scores;
  private final float[] ious;

  /** Where the run of each class begins, and after the last one ends. */
  private final int[] starts;

  ScoreVoting(Candidates candidates) {
    int count = candidates.size();
    x1 = new float[count];
    y1 = new float[count];
    x2 = new float[count];
    y2 = new float[count];
    scores = new float[count];
    ious = new float[count];
    starts = starts(candidates.labels());
    int[] next = starts.clone();
    for (int i = 0; i < count; i++) {
      int slot = next[candidates.labels()[i]]++;
      x1[slot] = candidates.boxes()[4 * i];
      y1[slot] = candidates.boxes()[4 * i + 1];
      x2[slot] = candidates.boxes()[4 * i + 2];
      y2[slot] = candidates.boxes()[4 * i + 3];
      scores[slot] = candidates.scores()[i];
    }
  }

  private static int[] starts(int[] labels) {
    int classes = 1 + Arrays.stream(labels).max().orElse(-1);
    int[] starts = new int[classes + 1];
    for (int label : labels) {
      starts[label + 1]++;
    }
    for (int label = 0; label < classes; label++) {
      starts[label + 1] += starts[label];
    }
    return starts;
  }

  /**
   * Replaces the boxes of {@code detections}, which came from these candidates. A box without area
   * overlaps nothing, not even itself; it stays as it is.
   */
  void refine(Detections detections) {
    for (int i = 0; i < detections.size(); i++) {
      refine(detections.boxes(), 4 * i, detections.labels()[i]);
    }
  }

  private void refine(float[] boxes, int box, int label) {
    int from = starts[label];
    int to = starts[label + 1];
    overlap(boxes[box], boxes[box + 1], boxes[box + 2], boxes[box + 3], from, to);
    double sum = 0;
    double sumX1 = 0;
    double sumY1 = 0;
    double sumX2 = 0;
    double sumY2 = 0;
    for (int i = from; i < to; i++) {
      if (ious[i] > MIN_IOU) {
        float gap = 1 - ious[i];
        double weight = Math.exp(-(gap * gap) / SIGMA) * scores[i];
        sum += weight;
        sumX1 += weight * x1[i];
        sumY1 += weight * y1[i];
        sumX2 += weight * x2[i];
        sumY2 += weight * y2[i];
      }
    }
    if (sum > 0) {
      boxes[box] = (float) (sumX1 / sum);
      boxes[box + 1] = (float) (sumY1 / sum);
      boxes[box + 2] = (float) (sumX2 / sum);
      boxes[box + 3] = (float) (sumY2 / sum);
    }
  }

  private void overlap(float left, float top, float right, float bottom, int from, int to) {
    float area = (right - left) * (bottom - top);
    for (int i = from; i < to; i++) {
      float width = Math.max(Math.min(right, x2[i]) - Math.max(left, x1[i]), 0);
      float height = Math.max(Math.min(bottom, y2[i]) - Math.max(top, y1[i]), 0);
      float common = width * height;
      float union = area + (x2[i] - x1[i]) * (y2[i] - y1[i]) - common;
      ious[i] = common / Math.max(union, EPSILON);
    }
  }
}
