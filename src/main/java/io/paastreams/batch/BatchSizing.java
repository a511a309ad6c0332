package io.paastreams.batch;

import org.jspecify.annotations.Nullable;

/**
 * How large batches get and how long they wait.
 *
 * <p>Threading: the batcher calls it under its lock.
 */
interface BatchSizing {

  /**
   * The most items that a batch may have.
   *
   * @param headAgeNanos since the first of the bucket's items was submitted
   */
  int maxSize(Object bucket, long headAgeNanos);

  /** How long the oldest item of a batch waits for companions. */
  long maxDelayNanos();

  /**
   * A batch was computed at the first attempt, without a failure.
   *
   * @param nanos from its closing to its last result
   * @param now of the batcher's clock
   * @return what is new about the size; null if nothing is worth being told
   */
  default @Nullable BatchTuning computed(Object bucket, int size, long nanos, long now) {
    return null;
  }

  /** As the policy says, whatever happens. */
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
