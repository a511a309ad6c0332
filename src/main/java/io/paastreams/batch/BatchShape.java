package io.paastreams.batch;

import org.jspecify.annotations.Nullable;

/**
 * How large batches get and how long they wait.
 *
 * <p>Threading: the batcher calls it under its lock.
 */
interface BatchShape {

  /** The most items that a batch may have. */
  int maxSize(Object bucket);

  /** How long the oldest item of a batch waits for companions. */
  long maxDelayNanos(Object bucket);

  /** An item was submitted. */
  default void arrived(Object bucket, long now) {}

  /**
   * A batch was computed at the first attempt, without a failure.
   *
   * @param nanos from its closing to its last result
   * @param now of the batcher's clock
   * @return what is new about size and delay; null if nothing is worth being told
   */
  default @Nullable BatchTuning computed(Object bucket, int size, long nanos, long now) {
    return null;
  }

  /** As the policy says, whatever happens. */
  static BatchShape of(BatchPolicy policy) {
    return new BatchShape() {
      @Override
      public int maxSize(Object bucket) {
        return policy.maxSize();
      }

      @Override
      public long maxDelayNanos(Object bucket) {
        return policy.maxDelay().toNanos();
      }
    };
  }
}
