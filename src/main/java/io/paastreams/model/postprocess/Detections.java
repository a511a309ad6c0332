package io.paastreams.model.postprocess;

/**
 * The detections of one picture. Arrays are not copied.
 *
 * @param boxes x1, y1, x2, y2 each
 * @param scores one each, in (0, 1)
 * @param labels one each, the class from 0
 */
public record Detections(float[] boxes, float[] scores, int[] labels) {

  /** Number of detections. */
  public int size() {
    return scores.length;
  }
}
