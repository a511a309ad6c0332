package io.paastreams.model.layer;

/**
 * Between which numbers the values of one place of the network lie.
 *
 * @param min finite
 * @param max finite, not below {@code min}
 */
public record Range(float min, float max) {

  /**
   * @throws IllegalArgumentException if these are no bounds
   */
  public Range {
    if (!Float.isFinite(min) || !Float.isFinite(max) || min > max) {
      throw new IllegalArgumentException("no range: from " + min + " to " + max);
    }
  }

  /** The smallest range that holds both. */
  public Range and(Range other) {
    return new Range(Math.min(min, other.min), Math.max(max, other.max));
  }

  /** The part that is left by a ReLU. */
  Range rectified() {
    return new Range(Math.max(0, min), Math.max(0, max));
  }
}
