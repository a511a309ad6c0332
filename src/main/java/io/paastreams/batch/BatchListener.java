package io.paastreams.batch;

/**
 * Is told what a batcher does, on the workers' threads: be quick. What it throws is logged.
 *
 * <p>Threading: called by several threads.
 */
public interface BatchListener {

  /** Hears nothing. */
  BatchListener NONE = new BatchListener() {};

  /** A batch is done. */
  default void batchDone(BatchReport report) {}

  /**
   * Under a latency target: batches of this bucket are larger or smaller, or wait longer or not.
   */
  default void tuned(Object bucket, BatchTuning tuning) {}

  /** A call of the handler failed with {@code size} items; more than one are split and retried. */
  default void callFailed(Object bucket, int size, Throwable cause) {}

  /** The device ran out of memory: batches of this bucket have at most {@code limit} items now. */
  default void limitLowered(Object bucket, int limit) {}
}
