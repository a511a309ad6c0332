package io.paastreams.rules;

import io.paastreams.geometry.Box;
import io.paastreams.geometry.Point;
import io.paastreams.geometry.Size;

/** The point of a box that represents the object's position. */
public enum Anchor {
  /** The middle of the lower edge: where people and vehicles touch the ground. */
  BOTTOM,
  /** The middle of the box, for objects that fly or are seen from above. */
  CENTRE;

  /** The position in 0..1 of the frame. */
  Point of(Box box, Size frame) {
    double x = ((double) box.x1() + box.x2()) / 2;
    double y = this == BOTTOM ? box.y2() : ((double) box.y1() + box.y2()) / 2;
    return new Point(x / frame.width(), y / frame.height());
  }
}
