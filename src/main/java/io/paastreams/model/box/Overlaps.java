package io.paastreams.model.box;

/**
 * The overlap of two boxes, computed in float32 and in the reference's order of operations. Boxes
 * are x1, y1, x2, y2; each is given as an array and the index of its x1.
 */
public final class Overlaps {

  /** The lower bound of every denominator, so that boxes of zero area overlap nothing. */
  private static final float EPSILON = 1e-6f;

  private Overlaps() {}

  /** Intersection over union. */
  public static float iou(float[] a, int i, float[] b, int j) {
    float overlap = intersection(a, i, b, j);
    return overlap / Math.max(area(a, i) + area(b, j) - overlap, EPSILON);
  }

  /** Intersection over the area of the first box. */
  public static float iof(float[] a, int i, float[] b, int j) {
    return intersection(a, i, b, j) / Math.max(area(a, i), EPSILON);
  }

  /**
   * IoU minus the share of the smallest enclosing box that belongs to neither (Rezatofighi et al.,
   * Generalized Intersection over Union); in [-1, 1].
   */
  public static float giou(float[] a, int i, float[] b, int j) {
    float overlap = intersection(a, i, b, j);
    float union = Math.max(area(a, i) + area(b, j) - overlap, EPSILON);
    float width = Math.max(a[i + 2], b[j + 2]) - Math.min(a[i], b[j]);
    float height = Math.max(a[i + 3], b[j + 3]) - Math.min(a[i + 1], b[j + 1]);
    float enclosing = Math.max(Math.max(width, 0) * Math.max(height, 0), EPSILON);
    return overlap / union - (enclosing - union) / enclosing;
  }

  /** Width times height; negative if one pair of corners is swapped. */
  static float area(float[] a, int i) {
    return (a[i + 2] - a[i]) * (a[i + 3] - a[i + 1]);
  }

  private static float intersection(float[] a, int i, float[] b, int j) {
    float width = Math.min(a[i + 2], b[j + 2]) - Math.max(a[i], b[j]);
    float height = Math.min(a[i + 3], b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
    return Math.max(width, 0) * Math.max(height, 0);
  }
}
