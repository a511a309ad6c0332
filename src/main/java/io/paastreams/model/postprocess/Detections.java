package io.paastreams.model.postprocess;

/**
 * The detections of one image. Arrays are not copied.
 *
 * @param boxes the boxes as x1, y1, x2, y2
 * @param scores the score of each detection, in (0, 1)
 * @param labels the class of each detection, from 0
 */
public record Detections(float[] boxes, float[] scores, int[] labels) {

  /** The number of detections. */
  public int size() {
    return scores.length;
  }
}
