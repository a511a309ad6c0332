package io.paastreams.batch;

import org.jspecify.annotations.Nullable;

/**
 * Decides how large batches get and how long they wait.
 *
 * <p>Threading: called by the batcher under its lock.
 */
interface BatchSizing {

  /**
   * The maximum number of items in a batch.
   *
   * @param headAgeNanos the time since the first of the bucket's items was submitted
   */
  int maxSize(Object bucket, long headAgeNanos);

  /** How long the oldest item of a batch waits for others. */
  long maxDelayNanos();

  /**
   * Reports that a batch was computed at the first attempt, without a failure.
   *
   * @param nanos the time from its closing to its last result
   * @param now the time of the batcher's clock
   * @return the new sizing if it is worth reporting; otherwise null
   */
  default @Nullable BatchTuning computed(Object bucket, int size, long nanos, long now) {
    return null;
  }

  /** A fixed sizing that follows the policy whatever happens. */
  static BatchSizing of(BatchPolicy policy) {
    return new BatchSizing() {
      @Override
      public int maxSize(Object bucket, long headAgeNanos) {
        return policy.maxSize();
      }

      @Override
      public long maxDelayNanos() {
        return policy.maxDelay().toNanos();
      }
    };
  }
}
