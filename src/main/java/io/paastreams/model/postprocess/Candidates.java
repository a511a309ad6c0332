package io.paastreams.model.postprocess;

/**
 * All (box, class) pairs of one picture over the score threshold: location by location, class by
 * class, which is the order in which the reference numbers them. Arrays may be longer than needed.
 *
 * @param boxes x1, y1, x2, y2 each, clipped and rescaled
 * @param scores one each
 * @param labels one each, the class
 * @param size number of candidates
 */
record Candidates(float[] boxes, float[] scores, int[] labels, int size) {

  /** The candidates at the given places, in that order. */
  Detections select(int[] indices) {
    Detections result =
        new Detections(
            new float[4 * indices.length], new float[indices.length], new int[indices.length]);
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(boxes, 4 * indices[i], result.boxes(), 4 * i, 4);
      result.scores()[i] = scores[indices[i]];
      result.labels()[i] = labels[indices[i]];
    }
    return result;
  }
}
