package io.paastreams.dataset;

import java.util.SplittableRandom;

/**
 * The order of the samples.
 *
 * <p>Threading: safe; an order has no state, so that training can resume from any point.
 */
public interface SampleOrder extends Augmenter.Draw {

  /**
   * The sample at a position of an endless sequence.
   *
   * @param position the position, counted from 0
   * @param random used by orders that draw at random
   */
  Sample at(long position, SplittableRandom random);
}
