package io.paastreams.training.schedule;

/**
 * Half a cosine from the base rate down to a share of it.
 *
 * @param base the rate at the start
 * @param iterations the iterations of the whole training; later ones keep the final rate
 * @param finalRatio the share of the base rate at the end
 */
public record CosineSchedule(double base, long iterations, double finalRatio)
    implements LearningRate {

  @Override
  public double at(long iteration) {
    double progress = Math.min(1, (double) iteration / iterations);
    double share = 0.5 * (1 + Math.cos(Math.PI * progress));
    return base * (finalRatio + (1 - finalRatio) * share);
  }
}
