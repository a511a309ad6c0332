package io.paastreams.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Decides which batch is due next, as a pure function of the items added and the time.
 *
 * <p>Each bucket has one queue, ordered by how long its items have waited. A bucket is ready when
 * it is full or its head is due. All items of a bucket have the same delay and a flush reaches all
 * of them, so heads are always due before the items behind them.
 *
 * <p>One of the ready buckets leads, and its batch is filled place by place. Three of every four
 * leads and places go to the highest priority, and among equals to the item that has waited
 * longest; the fourth goes to the item that has waited longest, whatever its priority. Without
 * priorities both rules are first in, first out.
 *
 * <p>Threading: not safe; the batcher calls it under its lock.
 */
final class BatchQueue<I, O> {

  /** Every place with this period is given by waiting time alone. */
  private static final int FAIR_SHARE = 4;

  private final BatchSizing shape;
  private final Map<Object, List<PendingItem<I, O>>> buckets = new HashMap<>();
  private final BatchLimits limits;
  private long leads;
  private long places;

  BatchQueue(BatchSizing shape, BatchLimits limits) {
    this.shape = shape;
    this.limits = limits;
  }

  PendingItem<I, O> add(I item, Object bucket, ItemTerms terms, long now) {
    PendingItem<I, O> pending = new PendingItem<>(item, bucket, terms, now);
    List<PendingItem<I, O>> queue = buckets.computeIfAbsent(bucket, b -> new ArrayList<>());
    int place = queue.size();
    while (place > 0 && pending.waitsSince() - queue.get(place - 1).waitsSince() < 0) {
      place--; // it takes over a place further ahead in the queue
    }
    queue.add(place, pending);
    return pending;
  }

  /** Removes expired items; the caller must notify those that wait for them. */
  List<PendingItem<I, O>> removeExpired(long now) {
    List<PendingItem<I, O>> expired = new ArrayList<>();
    for (List<PendingItem<I, O>> queue : buckets.values()) {
      queue.removeIf(item -> item.isExpired(now) && expired.add(item));
    }
    return expired;
  }

  /** Takes the batch that is due; null if none is. Cancelled items do not count. */
  @Nullable Batch<I, O> poll(long now) {
    buckets.values().forEach(BatchQueue::dropDone);
    buckets.values().removeIf(List::isEmpty);
    List<PendingItem<I, O>> lead = lead(now);
    return lead == null ? null : close(lead, now);
  }

  /** Whether {@link #poll} would find a batch, provided that no queued item is cancelled. */
  boolean ready(long now) {
    return buckets.values().stream().anyMatch(queue -> ready(queue, now));
  }

  private boolean ready(List<PendingItem<I, O>> queue, long now) {
    return !queue.isEmpty() && (queue.size() >= limit(queue, now) || dueAt(queue) - now <= 0);
  }

  private int limit(List<PendingItem<I, O>> queue, long now) {
    PendingItem<I, O> head = queue.get(0);
    int maxSize = shape.maxSize(head.bucket(), now - head.submittedAt());
    return Math.min(limits.of(head.bucket()), maxSize);
  }

  /** When the head of a queue is due. */
  private long dueAt(List<PendingItem<I, O>> queue) {
    return queue.get(0).dueAt(shape.maxDelayNanos());
  }

  private @Nullable List<PendingItem<I, O>> lead(long now) {
    boolean byPriority = (leads + 1) % FAIR_SHARE != 0;
    List<PendingItem<I, O>> lead = null;
    for (List<PendingItem<I, O>> queue : buckets.values()) {
      if (ready(queue, now) && (lead == null || leadsBefore(queue, lead, byPriority))) {
        lead = queue;
      }
    }
    if (lead != null) {
      leads++;
    }
    return lead;
  }

  private boolean leadsBefore(
      List<PendingItem<I, O>> one, List<PendingItem<I, O>> other, boolean byPriority) {
    int difference =
        byPriority
            ? Integer.compare(
                one.get(next(one, true)).priority(), other.get(next(other, true)).priority())
            : 0;
    return difference > 0 || (difference == 0 && dueAt(one) - dueAt(other) < 0);
  }

  private Batch<I, O> close(List<PendingItem<I, O>> queue, long now) {
    PendingItem<I, O> head = queue.get(0);
    int limit = limit(queue, now);
    List<PendingItem<I, O>> items = new ArrayList<>(Math.min(limit, queue.size()));
    while (items.size() < limit && !queue.isEmpty()) {
      items.add(queue.remove(next(queue, ++places % FAIR_SHARE != 0)));
    }
    CloseReason reason =
        items.size() == limit
            ? CloseReason.FULL
            : head.flushed() ? CloseReason.FLUSH : CloseReason.DEADLINE;
    return new Batch<>(head.bucket(), items, limit, reason, now);
  }

  /** The index of the item that gets the next place. */
  private static <I, O> int next(List<PendingItem<I, O>> queue, boolean byPriority) {
    int next = 0;
    for (int i = 1; byPriority && i < queue.size(); i++) {
      if (queue.get(i).priority() > queue.get(next).priority()) {
        next = i;
      }
    }
    return next;
  }

  /** Nanoseconds until a head is due, at least 0; {@link Long#MAX_VALUE} if nothing is queued. */
  long nanosUntilDue(long now) {
    long nanos = Long.MAX_VALUE;
    for (List<PendingItem<I, O>> queue : buckets.values()) {
      if (!queue.isEmpty()) {
        nanos = Math.min(nanos, Math.max(0, dueAt(queue) - now));
      }
    }
    return nanos;
  }

  /**
   * Whether an item can change when a batch is due, because it is its bucket's head or fills the
   * bucket.
   */
  boolean matters(PendingItem<I, O> item, long now) {
    List<PendingItem<I, O>> queue = buckets.getOrDefault(item.bucket(), List.of());
    return queue.get(0) == item || queue.size() >= limit(queue, now);
  }

  /** Makes everything that is queued at this moment due. */
  void flush(long now) {
    long delay = shape.maxDelayNanos();
    buckets.values().forEach(queue -> queue.forEach(item -> item.flush(now, delay)));
  }

  /** Removes the item of a future; returns false if it is not, or no longer, queued. */
  boolean remove(Future<O> result) {
    for (List<PendingItem<I, O>> queue : buckets.values()) {
      for (Iterator<PendingItem<I, O>> items = queue.iterator(); items.hasNext(); ) {
        if (items.next().result() == result) {
          items.remove();
          return true;
        }
      }
    }
    return false;
  }

  List<PendingItem<I, O>> removeAll() {
    List<PendingItem<I, O>> all = new ArrayList<>();
    buckets.values().forEach(all::addAll);
    buckets.clear();
    return all;
  }

  int size() {
    return buckets.values().stream().mapToInt(List::size).sum();
  }

  private static <I, O> void dropDone(List<PendingItem<I, O>> queue) {
    queue.removeIf(item -> item.result().isDone());
  }
}
