package io.paastreams.tracking;

/**
 * A side of a box: a Kalman filter of a random walk. Modelling a velocity of the size would follow
 * the detector's noise rather than the object.
 *
 * @param length the length in pixels, at least 1
 * @param variance the variance in square pixels
 */
public record DriftingSide(double length, double variance) {

  /** The side after a step over which the variance grows by this much. */
  DriftingSide after(double growth) {
    return new DriftingSide(length, variance + growth);
  }

  /** The side corrected by one measured length, whose noise has this variance. */
  DriftingSide corrected(double measured, double noise) {
    double gain = variance / (variance + noise);
    return new DriftingSide(Math.max(length + gain * (measured - length), 1), noise * gain);
  }

  DriftingSide scaled(double factor) {
    return new DriftingSide(Math.max(length * factor, 1), variance * factor * factor);
  }
}
