package io.paastreams.model.postprocess;

import io.paastreams.model.box.BoxCoder;

/**
 * All (box, class) pairs of one picture over the score threshold: location by location, class by
 * class, which is the order in which the reference numbers them.
 *
 * @param boxes x1, y1, x2, y2 each, clipped and rescaled
 * @param scores one each
 * @param labels one each, the class
 */
record Candidates(float[] boxes, float[] scores, int[] labels) {

  int size() {
    return scores.length;
  }

  static Candidates of(
      Selection selection, int picture, float scoreThreshold, ImageGeometry geometry) {
    int classes = selection.classes();
    int first = picture * selection.locations();
    int end = first + selection.locations();
    int count = 0;
    for (int i = first * classes; i < end * classes; i++) {
      if (selection.scores()[i] > scoreThreshold) {
        count++;
      }
    }
    Candidates candidates = new Candidates(new float[4 * count], new float[count], new int[count]);
    int next = 0;
    for (int location = first; location < end; location++) {
      int firstOfLocation = next;
      for (int label = 0; label < classes; label++) {
        float score = selection.scores()[location * classes + label];
        if (score > scoreThreshold) {
          candidates.scores[next] = score;
          candidates.labels[next] = label;
          next++;
        }
      }
      if (next > firstOfLocation) {
        candidates.placeBoxes(selection, location, geometry, firstOfLocation, next);
      }
    }
    return candidates;
  }

  private void placeBoxes(
      Selection selection, int location, ImageGeometry geometry, int from, int to) {
    int box = 4 * from;
    BoxCoder.decode(
        selection.anchors(),
        4 * selection.anchorOf()[location],
        selection.deltas(),
        4 * location,
        boxes,
        box);
    BoxCoder.clip(boxes, box, geometry.width(), geometry.height());
    boxes[box] /= geometry.scaleX();
    boxes[box + 1] /= geometry.scaleY();
    boxes[box + 2] /= geometry.scaleX();
    boxes[box + 3] /= geometry.scaleY();
    for (int i = from + 1; i < to; i++) {
      System.arraycopy(boxes, box, boxes, 4 * i, 4);
    }
  }

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
