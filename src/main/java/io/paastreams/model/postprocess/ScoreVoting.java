package io.paastreams.model.postprocess;

import java.util.Arrays;

/**
 * Score voting (PAA, section 3.4): a detection's box becomes the mean of all candidates of its
 * class that overlap it, weighted by score and by {@linkplain VoteWeights closeness}. Suppressed
 * candidates vote too; scores do not change.
 *
 * <p>There are many candidates but few detections, and a box overlaps only a handful of them. So
 * each location asks {@link BoxIndex} once, for all its classes, which detections may be near, and
 * votes on all of these: a small overlap has almost no weight.
 */
final class ScoreVoting {

  /** Boxes with a smaller area have no meaningful IoU. */
  private static final float MIN_AREA = 1e-6f;

  private final VoteWeights weights;

  /** The detections' original boxes. */
  private final float[] boxes;

  private final float[] areas;
  private final int[] labels;

  /** Five sums per detection: the weights, then the weighted coordinates. */
  private final double[] sums;

  /** The scores of the current location, by class. */
  private final float[] scores;

  /** The detections of each class as bits, {@code words} words per class. */
  private final long[] ofClass;

  private final int words;
  private final BoxIndex index;

  private ScoreVoting(Detections detections, VoteWeights weights) {
    this.weights = weights;
    int count = detections.size();
    boxes = detections.boxes();
    labels = detections.labels();
    areas = new float[count];
    sums = new double[5 * count];
    words = (count + 63) >>> 6;
    int classes = 0;
    for (int i = 0; i < count; i++) {
      areas[i] = (boxes[4 * i + 2] - boxes[4 * i]) * (boxes[4 * i + 3] - boxes[4 * i + 1]);
      classes = Math.max(classes, labels[i] + 1);
    }
    scores = new float[classes];
    ofClass = new long[classes * words];
    for (int i = 0; i < count; i++) {
      ofClass[labels[i] * words + (i >>> 6)] |= 1L << i;
    }
    index = new BoxIndex(boxes, count, weights.leastIou());
  }

  /**
   * Replaces the boxes of {@code detections}, which came from these candidates. A box of zero area
   * overlaps nothing, not even itself, and remains unchanged.
   */
  static void refine(Detections detections, Candidates candidates, VoteWeights weights) {
    ScoreVoting voting = new ScoreVoting(detections, weights);
    voting.voteAll(candidates);
    voting.replaceBoxes();
  }

  private void voteAll(Candidates candidates) {
    long[] wanted = new long[words];
    int next = 0;
    while (next < candidates.size()) {
      int location = candidates.locationOf()[next];
      do {
        int label = candidates.labels()[next];
        if (label < scores.length) {
          scores[label] = candidates.scores()[next];
          for (int word = 0; word < words; word++) {
            wanted[word] |= ofClass[label * words + word];
          }
        }
        next++;
      } while (next < candidates.size() && candidates.locationOf()[next] == location);
      vote(candidates.boxes(), 4 * location, wanted);
    }
  }

  /** Votes on those of the wanted detections that are near, and clears {@code wanted}. */
  private void vote(float[] from, int box, long[] wanted) {
    float x1 = from[box];
    float y1 = from[box + 1];
    float x2 = from[box + 2];
    float y2 = from[box + 3];
    float area = (x2 - x1) * (y2 - y1);
    if (Float.isNaN(area)) {
      Arrays.fill(wanted, 0);
      return;
    }
    int left = index.column(x1);
    int right = index.column(x2);
    int top = index.row(y1);
    int bottom = index.row(y2);
    for (int word = 0; word < words; word++) {
      long near = wanted[word] & index.near(left, top, right, bottom, word);
      wanted[word] = 0;
      for (; near != 0; near &= near - 1) {
        int detection = (word << 6) + Long.numberOfTrailingZeros(near);
        vote(x1, y1, x2, y2, area, detection);
      }
    }
  }

  private void vote(float x1, float y1, float x2, float y2, float area, int detection) {
    int box = 4 * detection;
    float width = doubled(x1, x2, boxes[box], boxes[box + 2]);
    float height = doubled(y1, y2, boxes[box + 1], boxes[box + 3]);
    float common = width * height * 0.25f;
    double weight =
        weights.of(common / (areas[detection] + area - common)) * scores[labels[detection]];
    int sum = 5 * detection;
    sums[sum] += weight;
    sums[sum + 1] += weight * x1;
    sums[sum + 2] += weight * y1;
    sums[sum + 3] += weight * x2;
    sums[sum + 4] += weight * y2;
  }

  /**
   * Twice the length that two segments have in common, if any. Computed with the absolute value,
   * which takes one instruction, instead of the minimum of two numbers, which takes five.
   */
  private static float doubled(float low, float high, float otherLow, float otherHigh) {
    float apart = Math.abs(low - otherLow) + Math.abs(high - otherHigh);
    float common = 0.5f * ((high - low) + (otherHigh - otherLow) - apart);
    return common + Math.abs(common);
  }

  private void replaceBoxes() {
    for (int i = 0; i < areas.length; i++) {
      if (areas[i] > MIN_AREA) {
        for (int j = 0; j < 4; j++) {
          boxes[4 * i + j] = (float) (sums[5 * i + 1 + j] / sums[5 * i]);
        }
      }
    }
  }
}
