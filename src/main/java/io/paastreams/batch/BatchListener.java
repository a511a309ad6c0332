package io.paastreams.batch;

/**
 * Receives what a batcher does, on the workers' threads, so implementations must be quick.
 * Exceptions that they throw are logged.
 *
 * <p>Threading: called by several threads at once.
 */
public interface BatchListener {

  /** Ignores everything. */
  BatchListener NONE = new BatchListener() {};

  /** A batch is done. */
  default void batchDone(BatchReport report) {}

  /** Under a latency target, the size or the waiting time of this bucket's batches has changed. */
  default void tuned(Object bucket, BatchTuning tuning) {}

  /**
   * A call of the handler failed with {@code size} items; if there is more than one, they are split
   * and retried.
   */
  default void callFailed(Object bucket, int size, Throwable cause) {}

  /** The device ran out of memory; batches of this bucket now have at most {@code limit} items. */
  default void limitLowered(Object bucket, int limit) {}

  /** A listener that passes every call to this one and another. */
  default BatchListener and(BatchListener other) {
    return new TwoBatchListeners(this, other);
  }
}
