package io.paastreams.evaluation;

import io.paastreams.dataset.Truth;

/**
 * The box of one object in one frame, with the object's identity; corners in pixels, in double
 * precision because the figures are compared to the sixth digit.
 *
 * @param id an id that is the same in every frame of the sequence; truth and tracks are numbered
 *     separately
 */
public record TrackedBox(long id, double x1, double y1, double x2, double y2) {

  /** The box of an annotated object. */
  static TrackedBox of(long id, Truth truth) {
    return new TrackedBox(
        id, truth.x(), truth.y(), truth.x() + truth.width(), truth.y() + truth.height());
  }

  /** Intersection over union; 0 if the union has no area. */
  double overlap(TrackedBox other) {
    double width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
    double height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
    double common = Math.max(width, 0) * Math.max(height, 0);
    double union = area() + other.area() - common;
    return union > 0 ? common / union : 0;
  }

  private double area() {
    return Math.max(x2 - x1, 0) * Math.max(y2 - y1, 0);
  }
}
