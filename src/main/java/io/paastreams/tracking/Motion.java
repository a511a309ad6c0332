package io.paastreams.tracking;

/**
 * Where an object is and how it moves: four independent filters, which are equivalent to one filter
 * of six states with a block-diagonal covariance but need no matrix.
 *
 * @param x the x of the centre
 * @param y the y of the centre
 * @param width the width of the box
 * @param height the height of the box
 */
public record Motion(
    MovingCoordinate x, MovingCoordinate y, DriftingSide width, DriftingSide height) {

  /** The motion of an object that was seen once, assumed to be at rest. */
  static Motion startingAt(Bounds seen, double score, MotionNoise noise) {
    double width = Math.max(seen.width(), 1);
    double height = Math.max(seen.height(), 1);
    double doubt = noise.doubt(score);
    double speed = square(noise.startSpeed()) * width * height;
    return new Motion(
        resting((seen.x1() + seen.x2()) / 2, square(noise.position() * width * doubt), speed),
        resting((seen.y1() + seen.y2()) / 2, square(noise.position() * height * doubt), speed),
        new DriftingSide(width, square(noise.size() * width * doubt)),
        new DriftingSide(height, square(noise.size() * height * doubt)));
  }

  private static MovingCoordinate resting(double position, double variance, double speed) {
    return new MovingCoordinate(position, 0, variance, 0, speed);
  }

  /** The motion predicted this many seconds ahead. */
  Motion after(double seconds, MotionNoise noise) {
    double acceleration = square(noise.acceleration()) * width.length() * height.length();
    return new Motion(
        x.after(seconds, acceleration),
        y.after(seconds, acceleration),
        width.after(square(noise.sizeDrift() * width.length()) * seconds),
        height.after(square(noise.sizeDrift() * height.length()) * seconds));
  }

  /** The motion corrected by a box that was seen. */
  Motion corrected(Bounds seen, double score, MotionNoise noise) {
    double doubt = noise.doubt(score);
    double dx = width.length() * doubt;
    double dy = height.length() * doubt;
    return new Motion(
        x.corrected((seen.x1() + seen.x2()) / 2, square(noise.position() * dx)),
        y.corrected((seen.y1() + seen.y2()) / 2, square(noise.position() * dy)),
        width.corrected(Math.max(seen.width(), 1), square(noise.size() * dx)),
        height.corrected(Math.max(seen.height(), 1), square(noise.size() * dy)));
  }

  /** The motion in doubt, if a box that was seen shows that the object manoeuvres. */
  Motion doubtedFor(Bounds seen, double score, MotionNoise noise) {
    double doubt = noise.doubt(score);
    double limit = noise.manoeuvre();
    return new Motion(
        x.doubtedFor(
            (seen.x1() + seen.x2()) / 2, square(noise.position() * width.length() * doubt), limit),
        y.doubtedFor(
            (seen.y1() + seen.y2()) / 2, square(noise.position() * height.length() * doubt), limit),
        width,
        height);
  }

  /** The motion in the pixels of a frame of another size. */
  Motion scaled(double horizontally, double vertically) {
    return new Motion(
        x.scaled(horizontally),
        y.scaled(vertically),
        width.scaled(horizontally),
        height.scaled(vertically));
  }

  /** The standard deviation of the centre's x as a share of the width. */
  double horizontalDoubt() {
    return Math.sqrt(x.positionVariance()) / width.length();
  }

  /** The standard deviation of the centre's y as a share of the height. */
  double verticalDoubt() {
    return Math.sqrt(y.positionVariance()) / height.length();
  }

  /**
   * The change of size relative to a box: for each side, the share of the longer side that the
   * shorter one lacks, from 0 to 1.
   */
  double changeOfSize(Bounds box) {
    return change(width.length(), box.width()) + change(height.length(), box.height());
  }

  private static double change(double expected, double seen) {
    double side = Math.max(seen, 1);
    return 1 - Math.min(expected, side) / Math.max(expected, side);
  }

  Bounds bounds() {
    double halfWidth = width.length() / 2;
    double halfHeight = height.length() / 2;
    return new Bounds(
        x.position() - halfWidth,
        y.position() - halfHeight,
        x.position() + halfWidth,
        y.position() + halfHeight);
  }

  private static double square(double value) {
    return value * value;
  }
}
