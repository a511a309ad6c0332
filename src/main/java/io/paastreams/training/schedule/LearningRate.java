package io.paastreams.training.schedule;

/** The learning rate of every iteration. It has no state, so training can resume from any point. */
public interface LearningRate {

  /**
   * The rate of an iteration.
   *
   * @param iteration the iteration, counted from 0
   */
  double at(long iteration);
}
