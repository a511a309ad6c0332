package io.paastreams.tracking;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;

/** A box in double precision, corners in pixels. */
record Bounds(double x1, double y1, double x2, double y2) {

  static Bounds of(Box box) {
    return new Bounds(box.x1(), box.y1(), box.x2(), box.y2());
  }

  double width() {
    return x2 - x1;
  }

  double height() {
    return y2 - y1;
  }

  double area() {
    return width() * height();
  }

  Box box() {
    return new Box((float) x1, (float) y1, (float) x2, (float) y2);
  }

  /** The box grown on each side by these multiples of its own width and height. */
  Bounds grown(double horizontally, double vertically) {
    double dx = horizontally * width();
    double dy = vertically * height();
    return new Bounds(x1 - dx, y1 - dy, x2 + dx, y2 + dy);
  }

  Bounds clippedTo(Size frame) {
    return new Bounds(
        Math.min(Math.max(x1, 0), frame.width()),
        Math.min(Math.max(y1, 0), frame.height()),
        Math.min(Math.max(x2, 0), frame.width()),
        Math.min(Math.max(y2, 0), frame.height()));
  }

  /** The common area in square pixels. */
  double common(Bounds other) {
    double width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
    double height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
    return Math.max(width, 0) * Math.max(height, 0);
  }

  /** Intersection over union; 0 if the union has no area. */
  double overlap(Bounds other) {
    double common = common(other);
    double union = area() + other.area() - common;
    return union > 0 ? common / union : 0;
  }

  /** The share of this box that another covers; 0 for a box without area. */
  double coveredBy(Bounds other) {
    return area() > 0 ? common(other) / area() : 0;
  }

  /**
   * Intersection over union after both boxes have grown: above 0 for small fast objects whose boxes
   * do not touch.
   */
  double bufferedOverlap(Bounds other, double horizontally, double vertically) {
    return grown(horizontally, vertically).overlap(other.grown(horizontally, vertically));
  }
}
