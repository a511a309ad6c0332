package io.paastreams.training.schedule;

import java.util.List;

/**
 * The reference's schedule: the rate drops by a factor at certain epochs.
 *
 * @param base the rate of the first epoch (0.01)
 * @param iterationsPerEpoch the number of batches in one pass over the data
 * @param dropEpochs the epochs, counted from 0, at whose beginning the rate drops (8 and 11 of 12)
 * @param factor the factor of each drop (0.1)
 */
public record StepSchedule(
    double base, long iterationsPerEpoch, List<Integer> dropEpochs, double factor)
    implements LearningRate {

  public StepSchedule {
    dropEpochs = List.copyOf(dropEpochs);
    if (iterationsPerEpoch < 1) {
      throw new IllegalArgumentException("an epoch needs at least one iteration");
    }
  }

  @Override
  public double at(long iteration) {
    long epoch = iteration / iterationsPerEpoch;
    long drops = dropEpochs.stream().filter(drop -> epoch >= drop).count();
    return base * Math.pow(factor, drops);
  }
}
