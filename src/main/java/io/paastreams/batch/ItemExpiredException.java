package io.paastreams.batch;

/** An item waited longer than its patience and was not computed. Says nothing about the item. */
public final class ItemExpiredException extends Exception {
  private static final long serialVersionUID = 1L;

  ItemExpiredException() {
    super("the item waited for longer than it is worth being computed");
  }
}
