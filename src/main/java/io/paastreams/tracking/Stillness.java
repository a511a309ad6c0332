package io.paastreams.tracking;

/**
 * Whether an object is stationary, that is, overlaps its own average box. The velocity would be no
 * measure, because the detector's noise alone gives a small box a speed of several sides per
 * second.
 *
 * @param x1 left edge of the average box in pixels
 * @param y1 top edge
 * @param x2 right edge
 * @param y2 bottom edge
 * @param sinceMicros the capture time since which it has not moved
 * @param stationary whether that is long enough ago, or was so before it moved away a little
 */
public record Stillness(
    double x1, double y1, double x2, double y2, long sinceMicros, boolean stationary) {

  static Stillness startingAt(Bounds box, long micros) {
    return new Stillness(box.x1(), box.y1(), box.x2(), box.y2(), micros, false);
  }

  /**
   * The state updated with a box that was seen.
   *
   * @param sinceLast the seconds since it was last seen
   */
  Stillness with(Bounds box, double sinceLast, long micros, StillnessLimits limits) {
    Bounds average = new Bounds(x1, y1, x2, y2);
    double overlap = average.overlap(box);
    if (overlap < limits.leave()) {
      return startingAt(box, micros);
    }
    if (!stationary && overlap < limits.enter()) {
      return averaged(box, average, sinceLast, limits, micros, false);
    }
    boolean longEnough = micros - sinceMicros >= Micros.of(limits.after());
    return averaged(box, average, sinceLast, limits, sinceMicros, stationary || longEnough);
  }

  private static Stillness averaged(
      Bounds box,
      Bounds average,
      double sinceLast,
      StillnessLimits limits,
      long sinceMicros,
      boolean stationary) {
    double share = 1 - StrictMath.exp(-sinceLast / Micros.seconds(Micros.of(limits.memory())));
    return new Stillness(
        average.x1() + share * (box.x1() - average.x1()),
        average.y1() + share * (box.y1() - average.y1()),
        average.x2() + share * (box.x2() - average.x2()),
        average.y2() + share * (box.y2() - average.y2()),
        sinceMicros,
        stationary);
  }

  Stillness scaled(double horizontally, double vertically) {
    return new Stillness(
        x1 * horizontally,
        y1 * vertically,
        x2 * horizontally,
        y2 * vertically,
        sinceMicros,
        stationary);
  }
}
