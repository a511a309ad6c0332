package io.paastreams.batch;

/** The handler could not compute an item even alone; the cause is what the handler threw. */
public final class BatchItemException extends Exception {
  private static final long serialVersionUID = 1L;

  BatchItemException(Throwable cause) {
    super("the item failed alone in its batch: " + cause, cause);
  }
}
