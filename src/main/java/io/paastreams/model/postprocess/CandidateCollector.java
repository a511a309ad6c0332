package io.paastreams.model.postprocess;

import io.paastreams.model.box.BoxCoder;
import java.util.Arrays;

/** Takes the candidates of one picture, location by location. */
final class CandidateCollector {

  private final ImageGeometry geometry;

  /** Four numbers a location. */
  private float[] boxes;

  private int locations;

  private int[] locationOf;
  private float[] scores;
  private int[] labels;
  private int size;

  /**
   * An empty collector.
   *
   * @param expected so many candidates fit in without growth
   */
  CandidateCollector(ImageGeometry geometry, int expected) {
    this.geometry = geometry;
    boxes = new float[4 * expected];
    locationOf = new int[expected];
    scores = new float[expected];
    labels = new int[expected];
  }

  /** Makes room for so many pairs, and one that does not count. */
  void reserve(int pairs) {
    if (size + pairs >= scores.length) {
      int larger = Math.max(size + pairs + 1, 2 * size);
      locationOf = Arrays.copyOf(locationOf, larger);
      scores = Arrays.copyOf(scores, larger);
      labels = Arrays.copyOf(labels, larger);
    }
  }

  /**
   * A pair, for which there is room; it counts if it {@code passes}. There is no branch, since half
   * of the pairs pass in a way that no processor foresees.
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

  /** Number of locations with a box; that of the next one. */
  int locations() {
    return locations;
  }

  /**
   * The box of the next location.
   *
   * @param anchors the location's anchor lies at {@code anchor}
   * @param deltas the location's deltas lie at {@code delta}
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
