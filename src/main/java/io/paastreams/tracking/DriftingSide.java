package io.paastreams.tracking;

/**
 * A side of a box: a Kalman filter of a random walk. A velocity of size would follow the detector's
 * noise rather than the object.
 *
 * @param length in pixels, at least 1
 * @param variance in square pixels
 */
public record DriftingSide(double length, double variance) {

  /** After a step over which the variance grows by so much. */
  DriftingSide after(double growth) {
    return new DriftingSide(length, variance + growth);
  }

  /** With one measured length, whose noise has a variance. */
  DriftingSide corrected(double measured, double noise) {
    double gain = variance / (variance + noise);
    return new DriftingSide(Math.max(length + gain * (measured - length), 1), noise * gain);
  }

  DriftingSide scaled(double factor) {
    return new DriftingSide(Math.max(length * factor, 1), variance * factor * factor);
  }
}
