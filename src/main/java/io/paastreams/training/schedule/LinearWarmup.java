package io.paastreams.training.schedule;

/**
 * Raises the rate of another schedule linearly over the first iterations.
 *
 * @param schedule the schedule that is followed afterwards
 * @param iterations the iterations of the warm-up (500)
 * @param startRatio the share of the rate in the first iteration (0.001)
 */
public record LinearWarmup(LearningRate schedule, long iterations, double startRatio)
    implements LearningRate {

  @Override
  public double at(long iteration) {
    double rate = schedule.at(iteration);
    if (iteration >= iterations) {
      return rate;
    }
    double missing = (1 - (double) iteration / iterations) * (1 - startRatio);
    return rate * (1 - missing);
  }
}
