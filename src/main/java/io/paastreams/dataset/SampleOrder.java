package io.paastreams.dataset;

import java.util.SplittableRandom;

/**
 * Which sample comes when.
 *
 * <p>Threading: any number of threads at once; an order has no state, so that training can go on
 * from any point.
 */
public interface SampleOrder extends Augmenter.Draw {

  /**
   * The sample at a position of an endless sequence.
   *
   * @param position counted from 0
   * @param random for orders that draw
   */
  Sample at(long position, SplittableRandom random);
}
