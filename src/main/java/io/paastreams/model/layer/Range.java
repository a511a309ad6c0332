package io.paastreams.model.layer;

/**
 * The range of the values at one place of the network.
 *
 * @param min the smallest value, finite
 * @param max the largest value, finite, not below {@code min}
 */
public record Range(float min, float max) {

  /**
   * @throws IllegalArgumentException if these are not valid bounds
   */
  public Range {
    if (!Float.isFinite(min) || !Float.isFinite(max) || min > max) {
      throw new IllegalArgumentException("not a range: from " + min + " to " + max);
    }
  }

  /** The smallest range that contains both. */
  public Range and(Range other) {
    return new Range(Math.min(min, other.min), Math.max(max, other.max));
  }

  /** The part that remains after a ReLU. */
  Range rectified() {
    return new Range(Math.max(0, min), Math.max(0, max));
  }
}
