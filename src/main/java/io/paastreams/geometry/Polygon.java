package io.paastreams.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A closed polygon; the last corner is joined to the first. Immutable.
 *
 * @param corners at least three, in either direction
 */
public record Polygon(List<Point> corners) {

  public Polygon {
    corners = List.copyOf(corners);
    if (corners.size() < 3) {
      throw new IllegalArgumentException(
          "a polygon needs at least 3 corners, not " + corners.size());
    }
  }

  /** Two edges, counted from 0, that have a point in common although they are not neighbours. */
  public record Crossing(int edge, int other) {}

  /** Whether a point is inside or on the border. */
  public boolean contains(Point point) {
    boolean inside = false;
    Point a = corners.get(corners.size() - 1);
    for (Point b : corners) {
      if (new Segment(a, b).holds(point)) {
        return true;
      }
      if ((a.y() > point.y()) != (b.y() > point.y())
          && point.x() < (b.x() - a.x()) * (point.y() - a.y()) / (b.y() - a.y()) + a.x()) {
        inside = !inside;
      }
      a = b;
    }
    return inside;
  }

  /**
   * Whether all corners lie on one line, or nearly so. The polygon's own area does not tell,
   * because that of a polygon that crosses itself can be 0.
   *
   * @param area flat means that no triangle of three corners is as large as this
   */
  public boolean isFlat(double area) {
    Point first = corners.get(0);
    for (Point second : corners) {
      Segment side = new Segment(first, second);
      for (Point third : corners) {
        if (side.twiceArea(third) >= 2 * area) {
          return false;
        }
      }
    }
    return true;
  }

  /** The first place where the border meets itself; empty if it is simple. */
  public Optional<Crossing> crossing() {
    List<Segment> edges = edges();
    int count = edges.size();
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        boolean neighbours = j == i + 1 || (i == 0 && j == count - 1);
        Segment one = edges.get(i);
        Segment other = edges.get(j);
        if (neighbours ? turnsBack(one, other) : one.meets(other)) {
          return Optional.of(new Crossing(i, j));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether neighbouring edges lie on each other, that is, their outer ends are on the same side of
   * the corner.
   */
  private static boolean turnsBack(Segment one, Segment other) {
    boolean follows = one.to().equals(other.from());
    Point corner = follows ? one.to() : one.from();
    Point a = follows ? one.from() : one.to();
    Point b = follows ? other.to() : other.from();
    double along =
        (a.x() - corner.x()) * (b.x() - corner.x()) + (a.y() - corner.y()) * (b.y() - corner.y());
    return new Segment(corner, a).side(b) == 0 && along > 0;
  }

  private List<Segment> edges() {
    List<Segment> edges = new ArrayList<>(corners.size());
    for (int i = 0; i < corners.size(); i++) {
      edges.add(new Segment(corners.get(i), corners.get((i + 1) % corners.size())));
    }
    return edges;
  }
}
