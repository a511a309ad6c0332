package io.paastreams.batch;

/**
 * The batcher was stopped before the item was computed. Says nothing about the item. Has a cause if
 * nobody wanted that: the batcher's thread died of it.
 */
public final class BatcherStoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  BatcherStoppedException(String batcher) {
    super("the batcher " + batcher + " is stopped");
  }

  /** Its thread died. */
  BatcherStoppedException(String batcher, Throwable death) {
    super("the batcher " + batcher + " died: " + death, death);
  }
}
