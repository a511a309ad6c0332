package io.paastreams.model.postprocess;

import java.util.Arrays;

/**
 * Score voting (PAA, section 3.4): a detection's box becomes the mean of all candidates of its
 * class that overlap it, weighted by score and by closeness, {@code exp(-(1 - IoU)^2 / 0.025)}.
 * Suppressed candidates vote too; scores stay.
 *
 * <p>The candidates of a class lie in one run of arrays, one a coordinate, so that the compiler
 * turns the comparison of a detection with all of them into vector instructions; closeness depends
 * on the IoU alone and is read from a table.
 */
final class ScoreVoting {

  private static final double SIGMA = 0.025;

  /**
   * Candidates with a smaller IoU do not vote. The paper's bound is 0.01; below 0.1 a vote weighs
   * less than 1e-14, and thousands of them do not move a box by a float32 step.
   */
  private static final float MIN_IOU = 0.1f;

  /** Boxes with a smaller area have no meaningful IoU. */
  private static final float MIN_AREA = 1e-6f;

  /** Linear interpolation between so many steps is exact to 1e-6. */
  private static final int STEPS = 4096;

  /** By IoU in steps; one step more than 1, since rounding may bring an IoU just above it. */
  private static final float[] CLOSENESS = new float[STEPS + 3];

  static {
    for (int i = 0; i < CLOSENESS.length; i++) {
      double gap = 1 - (double) i / STEPS;
      CLOSENESS[i] = (float) Math.exp(-gap * gap / SIGMA);
    }
  }

  private final float[] x1;
  private final float[] y1;
  private final float[] x2;
  private final float[] y2;
  private final float[] areas;
  private final float[] scores;

  /** Of the detection in hand with each candidate of its class; extents are doubled. */
  private final float[] widths;

  private final float[] heights;
  private final float[] ious;

  /** Where the run of each class begins, and after the last one ends. */
  private final int[] starts;

  ScoreVoting(Candidates candidates) {
    int count = candidates.size();
    x1 = new float[count];
    y1 = new float[count];
    x2 = new float[count];
    y2 = new float[count];
    areas = new float[count];
    scores = new float[count];
    widths = new float[count];
    heights = new float[count];
    ious = new float[count];
    starts = starts(candidates.labels());
    int[] next = starts.clone();
    float[] boxes = candidates.boxes();
    for (int i = 0; i < count; i++) {
      int slot = next[candidates.labels()[i]]++;
      x1[slot] = boxes[4 * i];
      y1[slot] = boxes[4 * i + 1];
      x2[slot] = boxes[4 * i + 2];
      y2[slot] = boxes[4 * i + 3];
      areas[slot] = (x2[slot] - x1[slot]) * (y2[slot] - y1[slot]);
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
      int label = detections.labels()[i];
      refine(detections.boxes(), 4 * i, starts[label], starts[label + 1]);
    }
  }

  private void refine(float[] boxes, int box, int from, int to) {
    float area = (boxes[box + 2] - boxes[box]) * (boxes[box + 3] - boxes[box + 1]);
    if (!(area > MIN_AREA)) {
      return;
    }
    overlap(boxes, box, area, from, to);
    double sum = 0;
    double sumX1 = 0;
    double sumY1 = 0;
    double sumX2 = 0;
    double sumY2 = 0;
    for (int i = from; i < to; i++) {
      if (ious[i] > MIN_IOU) {
        double weight = closeness(ious[i]) * scores[i];
        sum += weight;
        sumX1 += weight * x1[i];
        sumY1 += weight * y1[i];
        sumX2 += weight * x2[i];
        sumY2 += weight * y2[i];
      }
    }
    boxes[box] = (float) (sumX1 / sum);
    boxes[box + 1] = (float) (sumY1 / sum);
    boxes[box + 2] = (float) (sumX2 / sum);
    boxes[box + 3] = (float) (sumY2 / sum);
  }

  private static double closeness(float iou) {
    float position = iou * STEPS;
    int below = (int) position;
    float low = CLOSENESS[below];
    return low + (position - below) * (CLOSENESS[below + 1] - low);
  }

  /** Three short loops: the compiler gives up on vectorising one long one. */
  private void overlap(float[] boxes, int box, float area, int from, int to) {
    extent(boxes[box], boxes[box + 2], x1, x2, widths, from, to);
    extent(boxes[box + 1], boxes[box + 3], y1, y2, heights, from, to);
    iou(area, widths, heights, areas, ious, from, to);
  }

  /** Twice the length that two segments have in common; x + |x| is twice the positive part of x. */
  private static void extent(
      float low, float high, float[] lows, float[] highs, float[] result, int from, int to) {
    for (int i = from; i < to; i++) {
      float common = Math.min(high, highs[i]) - Math.max(low, lows[i]);
      result[i] = common + Math.abs(common);
    }
  }

  private static void iou(
      float area,
      float[] widths,
      float[] heights,
      float[] areas,
      float[] result,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      float common = widths[i] * heights[i] * 0.25f;
      result[i] = common / (area + areas[i] - common);
    }
  }
}
