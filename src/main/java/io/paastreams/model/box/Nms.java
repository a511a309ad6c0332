package io.paastreams.model.box;

import java.util.Arrays;

/**
 * Greedy non-maximum suppression: boxes are visited by descending score, and a box is dropped if it
 * overlaps a kept box of its class too much.
 *
 * <p>Visiting stops at the wanted number of boxes, and a box is compared only with the kept boxes
 * of its own class. So the cost is that of sorting the visited boxes plus (visited boxes x kept
 * boxes of the class), not the square of the number of boxes.
 *
 * <p>The reference separates classes by moving the boxes of class c by c times (largest coordinate
 * + 1) in float32, which rounds the coordinates, for example to 0.002 pixels at 20000. The overlaps
 * are therefore computed from coordinates moved and rounded in the same way; otherwise a box near
 * the threshold would occasionally fall on the other side.
 *
 * @param iouThreshold a box is dropped if its IoU with a kept one is strictly above this
 * @param classAgnostic whether boxes of different classes suppress each other
 * @param maxBoxes the number of boxes after which to stop, -1 for all
 */
public record Nms(float iouThreshold, boolean classAgnostic, int maxBoxes) {

  /**
   * Returns the indices of the kept candidates by descending score; among equal scores the lower
   * index comes first.
   *
   * @param boxes the boxes as x1, y1, x2, y2, not negative if there are several classes
   * @param boxCount the number of boxes
   * @param boxOf the index of each candidate's box; every box belongs to a candidate
   * @param scores the score of each candidate, not negative
   * @param labels the class of each candidate, from 0
   * @param count the number of candidates
   */
  public int[] keep(
      float[] boxes, int boxCount, int[] boxOf, float[] scores, int[] labels, int count) {
    Kept kept = new Kept(maxBoxes < 0 ? count : Math.min(maxBoxes, count));
    float shift = classAgnostic ? 0 : 1 + largestCoordinate(boxes, boxCount);
    float[] moved = new float[4];
    int[] latestOfClass = new int[classAgnostic ? 1 : 1 + largestLabel(labels, count)];
    Arrays.fill(latestOfClass, Kept.NONE);
    DescendingScores ranking = new DescendingScores(scores, count);
    while (ranking.hasNext() && !kept.isFull()) {
      int index = ranking.next();
      int label = classAgnostic ? 0 : labels[index];
      for (int i = 0; i < 4; i++) {
        moved[i] = boxes[4 * boxOf[index] + i] + label * shift;
      }
      if (!kept.suppress(moved, latestOfClass[label], iouThreshold)) {
        latestOfClass[label] = kept.add(index, moved, latestOfClass[label]);
      }
    }
    return kept.indices();
  }

  private static float largestCoordinate(float[] boxes, int count) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < 4 * count; i++) {
      largest = Math.max(largest, boxes[i]);
    }
    return largest;
  }

  private static int largestLabel(int[] labels, int count) {
    int largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, labels[i]);
    }
    return largest;
  }

  /** The boxes kept so far: one list per class, linked backwards through {@code previous}. */
  private static final class Kept {

    static final int NONE = -1;

    private final int[] indices;
    private final int[] previous;
    private final float[] boxes;
    private final float[] areas;
    private int size;

    Kept(int capacity) {
      indices = new int[capacity];
      previous = new int[capacity];
      boxes = new float[4 * capacity];
      areas = new float[capacity];
    }

    boolean isFull() {
      return size == indices.length;
    }

    int add(int index, float[] box, int previousOfClass) {
      indices[size] = index;
      previous[size] = previousOfClass;
      System.arraycopy(box, 0, boxes, 4 * size, 4);
      areas[size] = Overlaps.area(box, 0);
      return size++;
    }

    boolean suppress(float[] box, int latest, float threshold) {
      float area = Overlaps.area(box, 0);
      for (int k = latest; k != NONE; k = previous[k]) {
        float width = Math.min(boxes[4 * k + 2], box[2]) - Math.max(boxes[4 * k], box[0]);
        float height = Math.min(boxes[4 * k + 3], box[3]) - Math.max(boxes[4 * k + 1], box[1]);
        if (width > 0 && height > 0) {
          float overlap = width * height;
          if (overlap / (areas[k] + area - overlap) > threshold) {
            return true;
          }
        }
      }
      return false;
    }

    int[] indices() {
      return Arrays.copyOf(indices, size);
    }
  }
}
