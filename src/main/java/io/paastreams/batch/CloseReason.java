package io.paastreams.batch;

/** Why a batch was closed. */
public enum CloseReason {
  /** It reached its maximum size: more load would not make it larger. */
  FULL,
  /** Its oldest item had waited for the maximum delay; not enough other items arrived. */
  DEADLINE,
  /**
   * {@link MicroBatcher#flush()} was called: a caller waits for the results and no more items will
   * arrive.
   */
  FLUSH
}
