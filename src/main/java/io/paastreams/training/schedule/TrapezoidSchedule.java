package io.paastreams.training.schedule;

/**
 * The base rate until the last iterations, then straight down to a share of it (Zhai et al.,
 * Scaling Vision Transformers, 2022: warm-up, plateau, cool-down).
 *
 * <p>Unlike half a cosine its plateau does not depend on the length of the training, so the end may
 * be moved while training stands on the plateau, and the result is that of the final length.
 *
 * @param base rate of the plateau
 * @param iterations of the whole training; later ones keep the final rate
 * @param decayIterations length of the fall at its end
 * @param finalRatio share of the base at the end
 */
public record TrapezoidSchedule(
    double base, long iterations, long decayIterations, double finalRatio) implements LearningRate {

  public TrapezoidSchedule {
    if (decayIterations < 1 || decayIterations > iterations) {
      throw new IllegalArgumentException(
          "the fall must last between 1 and %d iterations, not %d"
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
