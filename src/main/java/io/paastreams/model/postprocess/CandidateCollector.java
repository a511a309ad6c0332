package io.paastreams.model.postprocess;

import io.paastreams.model.box.BoxCoder;
import java.util.Arrays;

/** Collects the candidates of one image, location by location. */
final class CandidateCollector {

  private final ImageGeometry geometry;

  /** Four numbers per location. */
  private float[] boxes;

  private int locations;

  private int[] locationOf;
  private float[] scores;
  private int[] labels;
  private int size;

  /**
   * Creates an empty collector.
   *
   * @param expected the number of candidates that fit without growth
   */
  CandidateCollector(ImageGeometry geometry, int expected) {
    this.geometry = geometry;
    boxes = new float[4 * expected];
    locationOf = new int[expected];
    scores = new float[expected];
    labels = new int[expected];
  }

  /** Makes room for this many pairs and one more that does not count. */
  void reserve(int pairs) {
    if (size + pairs >= scores.length) {
      int larger = Math.max(size + pairs + 1, 2 * size);
      locationOf = Arrays.copyOf(locationOf, larger);
      scores = Arrays.copyOf(scores, larger);
      labels = Arrays.copyOf(labels, larger);
    }
  }

  /**
   * Adds a pair, for which there must be room; it counts only if it {@code passes}. There is no
   * branch, because half of the pairs pass, in a pattern that no processor can predict.
   */
  void offer(int location, int label, float score, boolean passes) {
    locationOf[size] = location;
    scores[size] = score;
    labels[size] = label;
    size += passes ? 1 : 0;
  }

  /** Whether any pair of a location passed. */
  boolean has(int location) {
    return size > 0 && locationOf[size - 1] == location;
  }

  /** The number of locations with a box, which is the index of the next one. */
  int locations() {
    return locations;
  }

  /**
   * Adds the box of the next location.
   *
   * @param anchors the array with the location's anchor at {@code anchor}
   * @param deltas the array with the location's deltas at {@code delta}
   */
  void addBox(float[] anchors, int anchor, float[] deltas, int delta) {
    int box = 4 * locations++;
    if (box == boxes.length) {
      boxes = Arrays.copyOf(boxes, Math.max(256, 2 * box));
    }
    BoxCoder.decode(anchors, anchor, deltas, delta, boxes, box);
    BoxCoder.clip(boxes, box, geometry.width(), geometry.height());
    boxes[box] /= geometry.scaleX();
    boxes[box + 1] /= geometry.scaleY();
    boxes[box + 2] /= geometry.scaleX();
    boxes[box + 3] /= geometry.scaleY();
  }

  Candidates candidates() {
    return new Candidates(boxes, locations, locationOf, scores, labels, size);
  }
}
