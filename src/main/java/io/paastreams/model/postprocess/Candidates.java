package io.paastreams.model.postprocess;

import io.paastreams.model.box.Nms;

/**
 * All (box, class) pairs of one picture over the score threshold: location by location, class by
 * class, which is the order in which the reference numbers them. Arrays may be longer than needed.
 *
 * @param boxes x1, y1, x2, y2 a location, clipped and rescaled
 * @param locations number of boxes
 * @param locationOf one each: which of the boxes is the candidate's; never decreases
 * @param scores one each
 * @param labels one each, the class
 * @param size number of candidates
 */
record Candidates(
    float[] boxes, int locations, int[] locationOf, float[] scores, int[] labels, int size) {

  /** The places of those that stay. */
  int[] keep(Nms nms) {
    return nms.keep(boxes, locations, locationOf, scores, labels, size);
  }

  /** The candidates at the given places, in that order. */
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
