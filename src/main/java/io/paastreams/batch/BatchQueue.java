package io.paastreams.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which batch is due next, as a pure function of what was added and of the time.
 *
 * <p>One first-in-first-out queue a bucket. A bucket is ready when it is full or its head is due;
 * of the ready ones the head that is due first wins, so that a busy bucket cannot starve a rare
 * one. Since every item gets the same delay and a flush reaches all, heads are always due before
 * what follows them.
 *
 * <p>Threading: none of its own; the batcher calls it under its lock.
 */
final class BatchQueue<I, O> {

  private final BatchPolicy policy;
  private final Map<Object, Deque<PendingItem<I, O>>> buckets = new HashMap<>();
  private final BatchLimits limits;

  BatchQueue(BatchPolicy policy, BatchLimits limits) {
    this.policy = policy;
    this.limits = limits;
  }

  PendingItem<I, O> add(I item, Object bucket, long now) {
    PendingItem<I, O> pending =
        new PendingItem<>(item, bucket, now, now + policy.maxDelay().toNanos());
    buckets.computeIfAbsent(bucket, b -> new ArrayDeque<>()).add(pending);
    return pending;
  }

  /** Takes the batch that is due, or null if none is. Cancelled items do not count. */
  @Nullable Batch<I, O> poll(long now) {
    buckets.values().forEach(BatchQueue::dropDone);
    buckets.values().removeIf(Deque::isEmpty);
    PendingItem<I, O> first = firstReady(now);
    return first == null ? null : close(first, now);
  }

  /** Whether {@link #poll} would find a batch, if nothing that is queued is cancelled. */
  boolean ready(long now) {
    return firstReady(now) != null;
  }

  private @Nullable PendingItem<I, O> firstReady(long now) {
    PendingItem<I, O> first = null;
    for (Deque<PendingItem<I, O>> queue : buckets.values()) {
      PendingItem<I, O> head = queue.peek();
      if (head != null
          && (queue.size() >= limits.of(head.bucket()) || head.dueAt() - now <= 0)
          && (first == null || head.dueAt() - first.dueAt() < 0)) {
        first = head;
      }
    }
    return first;
  }

  private Batch<I, O> close(PendingItem<I, O> head, long now) {
    Deque<PendingItem<I, O>> queue = buckets.getOrDefault(head.bucket(), new ArrayDeque<>());
    int limit = limits.of(head.bucket());
    List<PendingItem<I, O>> items = new ArrayList<>(Math.min(limit, queue.size()));
    while (items.size() < limit && !queue.isEmpty()) {
      items.add(queue.remove());
    }
    CloseReason reason =
        items.size() == limit
            ? CloseReason.FULL
            : head.flushed() ? CloseReason.FLUSH : CloseReason.DEADLINE;
    return new Batch<>(head.bucket(), items, limit, reason, now);
  }

  /** Nanoseconds until a head is due, at least 0; {@link Long#MAX_VALUE} if nothing is queued. */
  long nanosUntilDue(long now) {
    long nanos = Long.MAX_VALUE;
    for (Deque<PendingItem<I, O>> queue : buckets.values()) {
      if (!queue.isEmpty()) {
        nanos = Math.min(nanos, Math.max(0, queue.element().dueAt() - now));
      }
    }
    return nanos;
  }

  /** Whether the item's bucket has enough items for a whole batch. */
  boolean full(Object bucket) {
    return size(bucket) >= limits.of(bucket);
  }

  /** Makes everything that is queued now due. */
  void flush(long now) {
    buckets.values().forEach(queue -> queue.forEach(item -> item.flush(now)));
  }

  List<PendingItem<I, O>> removeAll() {
    List<PendingItem<I, O>> all = new ArrayList<>();
    buckets.values().forEach(all::addAll);
    buckets.clear();
    return all;
  }

  int size(Object bucket) {
    Deque<PendingItem<I, O>> queue = buckets.get(bucket);
    return queue == null ? 0 : queue.size();
  }

  int size() {
    return buckets.values().stream().mapToInt(Deque::size).sum();
  }

  private static <I, O> void dropDone(Deque<PendingItem<I, O>> queue) {
    queue.removeIf(item -> item.result().isDone());
  }
}
