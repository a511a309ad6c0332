package io.paastreams.model.postprocess;

import io.paastreams.model.box.BoxCoder;
import java.util.Arrays;

/** Takes the candidates of one picture, location by location. */
final class CandidateCollector {

  private final ImageGeometry geometry;

  private float[] boxes;
  private float[] scores;
  private int[] labels;
  private int size;

  /** How many have their box. */
  private int placed;

  /**
   * An empty collector.
   *
   * @param expected so many fit in without growth
   */
  CandidateCollector(ImageGeometry geometry, int expected) {
    this.geometry = geometry;
    boxes = new float[4 * expected];
    scores = new float[expected];
    labels = new int[expected];
  }

  /** Makes room for so many classes of a location. */
  void reserve(int classes) {
    if (size + classes > scores.length) {
      int larger = Math.max(size + classes, 2 * size);
      boxes = Arrays.copyOf(boxes, 4 * larger);
      scores = Arrays.copyOf(scores, larger);
      labels = Arrays.copyOf(labels, larger);
    }
  }

  /**
   * A class of the location in hand; counts if {@code passes}. Written without a branch, since half
   * of the classes pass in a way that no processor foresees.
   */
  void offer(int label, float score, boolean passes) {
    scores[size] = score;
    labels[size] = label;
    size += passes ? 1 : 0;
  }

  /** Whether classes were added whose box is not placed yet. */
  boolean wantsBox() {
    return placed < size;
  }

  /**
   * The box of the classes added since the last one was placed.
   *
   * @param anchors the location's anchor lies at {@code anchor}
   * @param deltas the location's deltas lie at {@code delta}
   */
  void placeBox(float[] anchors, int anchor, float[] deltas, int delta) {
    int box = 4 * placed;
    BoxCoder.decode(anchors, anchor, deltas, delta, boxes, box);
    BoxCoder.clip(boxes, box, geometry.width(), geometry.height());
    float x1 = boxes[box] / geometry.scaleX();
    float y1 = boxes[box + 1] / geometry.scaleY();
    float x2 = boxes[box + 2] / geometry.scaleX();
    float y2 = boxes[box + 3] / geometry.scaleY();
    for (; placed < size; placed++) {
      boxes[4 * placed] = x1;
      boxes[4 * placed + 1] = y1;
      boxes[4 * placed + 2] = x2;
      boxes[4 * placed + 3] = y2;
    }
  }

  Candidates candidates() {
    return new Candidates(boxes, scores, labels, size);
  }
}
