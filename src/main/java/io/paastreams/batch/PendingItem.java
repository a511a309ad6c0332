package io.paastreams.batch;

import java.util.concurrent.CompletableFuture;

/** A submitted item and its future. Times are nanoseconds of the batcher's clock. */
final class PendingItem<I, O> {

  private final I item;
  private final Object bucket;
  private final int priority;
  private final long submittedAt;
  private final long expiresAt;
  private final CompletableFuture<O> result = new CompletableFuture<>();

  /** When it no longer waits for companions. Guarded by the batcher's lock. */
  private long dueAt;

  /** Whether {@link #dueAt} was brought forward. Guarded by the batcher's lock. */
  private boolean flushed;

  PendingItem(I item, Object bucket, ItemTerms terms, long now, long maxDelay) {
    this.item = item;
    this.bucket = bucket;
    this.priority = terms.priority();
    this.submittedAt = now;
    this.expiresAt = now + terms.patience().toNanos();
    this.dueAt = now - terms.waited().toNanos() + maxDelay;
  }

  I item() {
    return item;
  }

  Object bucket() {
    return bucket;
  }

  int priority() {
    return priority;
  }

  long submittedAt() {
    return submittedAt;
  }

  boolean isExpired(long now) {
    return now - expiresAt > 0;
  }

  CompletableFuture<O> result() {
    return result;
  }

  long dueAt() {
    return dueAt;
  }

  boolean flushed() {
    return flushed;
  }

  void flush(long now) {
    if (dueAt - now > 0) {
      dueAt = now;
      flushed = true;
    }
  }
}
