package io.paastreams.training.assign;

import io.paastreams.geometry.Box;
import java.util.Arrays;
import java.util.List;

/**
 * Gives each object its candidate anchors by overlap: the first, generous half of PAA's assignment.
 *
 * <p>An anchor with an IoU of at least {@code minIou} belongs to the object that it overlaps most.
 * Then each object in turn takes the anchors tied at its own maximum, however small that is, so
 * that every object has a candidate; later objects overwrite earlier ones. An object that overlaps
 * no anchor at all (the reference would give it every anchor) gets none.
 *
 * @param minIou the smallest IoU of a candidate (0.1)
 */
public record MaxIouAssigner(float minIou) {

  /** Keeps the IoU of two empty boxes from being 0/0. */
  private static final float MIN_UNION = 1e-6f;

  /**
   * Assigns one image's anchors.
   *
   * @param anchors {@code 4 * A} values, x1, y1, x2, y2 of each anchor in network pixels
   * @param valid one flag per anchor: whether its location is inside the image's own padding
   * @param truths the image's objects in network pixels
   */
  public Assignment assign(float[] anchors, boolean[] valid, List<Box> truths) {
    int count = valid.length;
    int[] truthOf = new int[count];
    float[] maxOverlap = new float[count];
    for (int a = 0; a < count; a++) {
      truthOf[a] = valid[a] ? Assignment.BACKGROUND : Assignment.INVALID;
    }
    int[] best = new int[count];
    float[][] overlaps = new float[truths.size()][];
    for (int t = 0; t < truths.size(); t++) {
      overlaps[t] = overlaps(anchors, valid, truths.get(t));
      for (int a = 0; a < count; a++) {
        if (overlaps[t][a] > maxOverlap[a]) {
          maxOverlap[a] = overlaps[t][a];
          best[a] = t;
        }
      }
    }
    if (truths.isEmpty()) {
      return new Assignment(truthOf, maxOverlap);
    }
    for (int a = 0; a < count; a++) {
      if (valid[a] && maxOverlap[a] >= minIou) {
        truthOf[a] = best[a];
      }
    }
    for (int t = 0; t < truths.size(); t++) {
      takeBestAnchors(t, overlaps[t], truthOf);
    }
    return new Assignment(truthOf, maxOverlap);
  }

  private static void takeBestAnchors(int truth, float[] overlaps, int[] truthOf) {
    float max = 0;
    for (float overlap : overlaps) {
      max = Math.max(max, overlap);
    }
    if (max == 0) {
      return;
    }
    for (int a = 0; a < overlaps.length; a++) {
      if (overlaps[a] == max) {
        truthOf[a] = truth;
      }
    }
  }

  /**
   * The IoU of one object with every anchor, computed in the reference's float32 order; 0 where the
   * anchor is not valid.
   */
  private static float[] overlaps(float[] anchors, boolean[] valid, Box truth) {
    float[] result = new float[valid.length];
    float truthArea = truth.area();
    for (int a = 0; a < valid.length; a++) {
      if (!valid[a]) {
        continue;
      }
      float x1 = anchors[4 * a];
      float y1 = anchors[4 * a + 1];
      float x2 = anchors[4 * a + 2];
      float y2 = anchors[4 * a + 3];
      float width = Math.min(x2, truth.x2()) - Math.max(x1, truth.x1());
      float height = Math.min(y2, truth.y2()) - Math.max(y1, truth.y1());
      if (width > 0 && height > 0) {
        float overlap = width * height;
        float union = truthArea + (x2 - x1) * (y2 - y1) - overlap;
        result[a] = overlap / Math.max(union, MIN_UNION);
      }
    }
    return result;
  }

  /** Flags that make all anchors valid. */
  public static boolean[] allValid(int count) {
    boolean[] flags = new boolean[count];
    Arrays.fill(flags, true);
    return flags;
  }
}
