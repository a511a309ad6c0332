package io.paastreams.training.schedule;

/** The learning rate of every iteration. Has no state, so training can go on from any point. */
public interface LearningRate {

  /**
   * The rate of an iteration.
   *
   * @param iteration counted from 0
   */
  double at(long iteration);
}
