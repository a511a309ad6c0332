package io.paastreams.rules;

import io.paastreams.geometry.Point;
import io.paastreams.tracking.Micros;

/**
 * The side of a line that an object is on. Positions on the line itself belong to neither side and
 * change nothing.
 *
 * @param side the side that the object counts as being on: -1 for left, 1 for right
 * @param last the latest position that was on one of the sides, in 0..1 of the frame
 * @param pathCrossed whether the path since the object was last seen on {@code side} has crossed
 *     the line between its ends
 * @param pendingObservations the number of consecutive frames in which it has been seen on the
 *     other side since
 * @param pendingSinceMicros capture time of the first of these
 * @param countedWindow start of the window in which it was counted for this line
 */
public record LineSide(
    String line,
    int side,
    Point last,
    boolean pathCrossed,
    int pendingObservations,
    long pendingSinceMicros,
    long countedWindow) {

  static LineSide at(String line, int side, Point position) {
    return new LineSide(line, side, position, false, 0, ZoneStay.NEVER, ZoneStay.NEVER);
  }

  /**
   * A copy with one more observation; {@link #isDue} says whether the object has then changed
   * sides.
   */
  LineSide seen(int nowSide, boolean stepCrosses, Point position, long micros) {
    if (nowSide == side) {
      return new LineSide(line, side, position, false, 0, ZoneStay.NEVER, countedWindow);
    }
    return new LineSide(
        line,
        side,
        position,
        pathCrossed || stepCrosses,
        pendingObservations + 1,
        pendingObservations == 0 ? micros : pendingSinceMicros,
        countedWindow);
  }

  /** Whether it has been seen on the other side for long enough. */
  boolean isDue(long micros, Line rules) {
    return pendingObservations >= 2 && micros - pendingSinceMicros >= Micros.of(rules.crossAfter());
  }

  LineSide changed() {
    return new LineSide(line, -side, last, false, 0, ZoneStay.NEVER, countedWindow);
  }

  LineSide countedIn(long window) {
    return new LineSide(
        line, side, last, pathCrossed, pendingObservations, pendingSinceMicros, window);
  }
}
