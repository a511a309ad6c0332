package io.paastreams.batch;

/**
 * The batcher was stopped before the item was computed. This says nothing about the item. The
 * exception has a cause if the stop was not intended: the one from which the batcher's thread died.
 */
public final class BatcherStoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  BatcherStoppedException(String batcher) {
    super("the batcher " + batcher + " is stopped");
  }

  /** The batcher's thread died. */
  BatcherStoppedException(String batcher, Throwable death) {
    super("the batcher " + batcher + " died: " + death, death);
  }
}
