package io.paastreams.model.postprocess;

import io.paastreams.model.box.Nms;

/**
 * All (box, class) pairs of one image above the score threshold, ordered by location and then by
 * class, as the reference numbers them. Arrays may be longer than needed.
 *
 * @param boxes x1, y1, x2, y2 per location, clipped and rescaled
 * @param locations the number of boxes
 * @param locationOf the index of each candidate's box; never decreases
 * @param scores the score of each candidate
 * @param labels the class of each candidate
 * @param size the number of candidates
 */
record Candidates(
    float[] boxes, int locations, int[] locationOf, float[] scores, int[] labels, int size) {

  /** The indices of the candidates that are kept. */
  int[] keep(Nms nms) {
    return nms.keep(boxes, locations, locationOf, scores, labels, size);
  }

  /** The candidates at the given indices, in that order. */
  Detections select(int[] indices) {
    Detections result =
        new Detections(
            new float[4 * indices.length], new float[indices.length], new int[indices.length]);
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(boxes, 4 * locationOf[indices[i]], result.boxes(), 4 * i, 4);
      result.scores()[i] = scores[indices[i]];
      result.labels()[i] = labels[indices[i]];
    }
    return result;
  }
}
