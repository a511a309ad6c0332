package io.paastreams.training.schedule;

/**
 * Keeps the base rate until the last iterations, then decreases linearly to a share of it (Zhai et
 * al., Scaling Vision Transformers, 2022: warm-up, plateau, cool-down).
 *
 * <p>Unlike with half a cosine, the plateau does not depend on the length of the training. So the
 * end may be moved while training is on the plateau, and the result is that of the final length.
 *
 * @param base the rate of the plateau
 * @param iterations the iterations of the whole training; later ones keep the final rate
 * @param decayIterations the length of the decay at its end
 * @param finalRatio the share of the base rate at the end
 */
public record TrapezoidSchedule(
    double base, long iterations, long decayIterations, double finalRatio) implements LearningRate {

  public TrapezoidSchedule {
    if (decayIterations < 1 || decayIterations > iterations) {
      throw new IllegalArgumentException(
          "the decay must last between 1 and %d iterations, not %d"
              .formatted(iterations, decayIterations));
    }
  }

  @Override
  public double at(long iteration) {
    long left = Math.max(0, iterations - iteration);
    double share = Math.min(1, (double) left / decayIterations);
    return base * (finalRatio + (1 - finalRatio) * share);
  }
}
