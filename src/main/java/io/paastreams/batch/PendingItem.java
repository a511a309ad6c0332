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

  private final long waitsSince;

  /** Whether it no longer waits for other items. Guarded by the batcher's lock. */
  private boolean flushed;

  private long flushedAt;

  PendingItem(I item, Object bucket, ItemTerms terms, long now) {
    this.item = item;
    this.bucket = bucket;
    this.priority = terms.priority();
    this.submittedAt = now;
    this.expiresAt = now + terms.patience().toNanos();
    this.waitsSince = now - terms.waited().toNanos();
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

  /** The time at which its wait began, including its wait elsewhere. */
  long waitsSince() {
    return waitsSince;
  }

  /** The time from which it no longer waits for other items. */
  long dueAt(long maxDelayNanos) {
    return flushed ? flushedAt : waitsSince + maxDelayNanos;
  }

  boolean flushed() {
    return flushed;
  }

  void flush(long now, long maxDelayNanos) {
    if (!flushed && dueAt(maxDelayNanos) - now > 0) {
      flushedAt = now;
      flushed = true;
    }
  }
}
