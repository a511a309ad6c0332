package io.paastreams.batch;

/** The batcher was stopped before the item was computed. Says nothing about the item. */
public final class BatcherStoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  BatcherStoppedException(String batcher) {
    super("the batcher " + batcher + " is stopped");
  }
}
