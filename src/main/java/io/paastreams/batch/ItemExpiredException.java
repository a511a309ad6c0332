package io.paastreams.batch;

/**
 * An item waited longer than its patience and was not computed. This says nothing about the item
 * itself.
 */
public final class ItemExpiredException extends Exception {
  private static final long serialVersionUID = 1L;

  ItemExpiredException() {
    super("the item waited longer than its patience and was not computed");
  }
}
