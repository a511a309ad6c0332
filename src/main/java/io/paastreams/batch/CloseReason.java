package io.paastreams.batch;

/** Why a batch was closed. */
public enum CloseReason {
  /** It reached its maximum size: more load would not make it larger. */
  FULL,
  /** Its oldest item had waited for the maximum delay: there were not enough companions. */
  DEADLINE,
  /** {@link MicroBatcher#flush()}: somebody waits for the results and no companion will come. */
  FLUSH
}
