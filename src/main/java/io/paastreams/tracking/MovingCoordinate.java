package io.paastreams.tracking;

/**
 * One coordinate of a centre: a Kalman filter of position and velocity.
 *
 * @param position the position in pixels
 * @param velocity the velocity in pixels per second
 * @param positionVariance the variance of the position in square pixels
 * @param covariance the covariance of position and velocity
 * @param velocityVariance the variance of the velocity in square pixels per second squared
 */
public record MovingCoordinate(
    double position,
    double velocity,
    double positionVariance,
    double covariance,
    double velocityVariance) {

  /** One box that is far off does not make everything before it worthless. */
  private static final double MOST_GROWTH = 10;

  /**
   * The coordinate after a step.
   *
   * @param seconds the length of the step
   * @param acceleration the spectral density of the white acceleration noise; its integral over the
   *     step is added, so that two steps of half the length give the same as one
   */
  MovingCoordinate after(double seconds, double acceleration) {
    double squared = seconds * seconds;
    return new MovingCoordinate(
        position + velocity * seconds,
        velocity,
        positionVariance
            + 2 * seconds * covariance
            + squared * velocityVariance
            + acceleration * squared * seconds / 3,
        covariance + seconds * velocityVariance + acceleration * squared / 2,
        velocityVariance + acceleration * seconds);
  }

  /**
   * The coordinate in doubt, if it is measured further away than its variance allows for: all of
   * its covariance grows by how much too small it was, so that the position and the velocity follow
   * the measurement (a strong tracking filter). Otherwise the coordinate itself.
   *
   * @param variance the variance of the measurement's noise
   * @param limit how many standard deviations away the measurement may be
   */
  MovingCoordinate doubtedFor(double measured, double variance, double limit) {
    double innovation = measured - position;
    double excess = innovation * innovation / (limit * limit * (positionVariance + variance));
    if (excess <= 1) {
      return this;
    }
    double growth = Math.min(excess, MOST_GROWTH);
    return new MovingCoordinate(
        position,
        velocity,
        positionVariance * growth,
        covariance * growth,
        velocityVariance * growth);
  }

  /** The coordinate corrected by one measured position, whose noise has this variance. */
  MovingCoordinate corrected(double measured, double variance) {
    double total = positionVariance + variance;
    double gain = positionVariance / total;
    double velocityGain = covariance / total;
    double innovation = measured - position;
    return new MovingCoordinate(
        position + gain * innovation,
        velocity + velocityGain * innovation,
        variance * gain,
        variance * velocityGain,
        velocityVariance - velocityGain * covariance);
  }

  MovingCoordinate scaled(double factor) {
    double squared = factor * factor;
    return new MovingCoordinate(
        position * factor,
        velocity * factor,
        positionVariance * squared,
        covariance * squared,
        velocityVariance * squared);
  }
}
