package io.paastreams.geometry;

/** A directed piece of a straight line; y points down, as in images. */
public record Segment(Point from, Point to) {

  /** Distance between the ends. */
  public double length() {
    return Math.hypot(to.x() - from.x(), to.y() - from.y());
  }

  /**
   * The side of the line through this segment on which a point lies, looking along it from {@code
   * from} to {@code to}: -1 for the left side, 1 for the right side, 0 for the line itself. Looking
   * to the right, up is left.
   */
  public int side(Point point) {
    return (int)
        Math.signum(
            (to.x() - from.x()) * (point.y() - from.y())
                - (to.y() - from.y()) * (point.x() - from.x()));
  }

  /** Twice the area of the triangle with a third point. */
  double twiceArea(Point point) {
    return Math.abs(
        (to.x() - from.x()) * (point.y() - from.y())
            - (to.y() - from.y()) * (point.x() - from.x()));
  }

  /** Whether two segments have a point in common; touching is enough. */
  public boolean meets(Segment other) {
    int a = side(other.from);
    int b = side(other.to);
    int c = other.side(from);
    int d = other.side(to);
    return (a * b < 0 && c * d < 0)
        || holdsOnLine(a, other.from)
        || holdsOnLine(b, other.to)
        || other.holdsOnLine(c, from)
        || other.holdsOnLine(d, to);
  }

  /** Whether a point lies on this segment, ends included. */
  public boolean holds(Point point) {
    return holdsOnLine(side(point), point);
  }

  private boolean holdsOnLine(int side, Point point) {
    return side == 0
        && point.x() >= Math.min(from.x(), to.x())
        && point.x() <= Math.max(from.x(), to.x())
        && point.y() >= Math.min(from.y(), to.y())
        && point.y() <= Math.max(from.y(), to.y());
  }
}
