package io.paastreams.batch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All items that were submitted and have no result yet: they wait in the queue or are being
 * processed by a worker.
 *
 * <p>Futures are completed outside the lock, because stages chained to them may call back into this
 * class.
 *
 * <p>Threading: safe; all methods may be called by any thread.
 */
final class Backlog<I, O> {

  private final String name;
  private final long maxWeight;
  private final LongSupplier nanoClock;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition room = lock.newCondition();

  @GuardedBy("lock")
  private final BatchSizing shape;

  @GuardedBy("lock")
  private final BatchQueue<I, O> queue;

  @GuardedBy("lock")
  private final DevicePool pool;

  /** Batches that workers are computing now, distinguished by identity. */
  @GuardedBy("lock")
  private final Set<Batch<I, O>> inHand = Collections.newSetFromMap(new IdentityHashMap<>());

  @GuardedBy("lock")
  private long weight;

  /** Written under the lock; read without it between the calls of a split batch. */
  private volatile boolean stopped;

  /**
   * Creates an empty backlog.
   *
   * @param name the batcher's name
   * @param maxWeight the largest total weight of all items, unless a single one weighs more
   * @param devices how many batches can be computed at the same time
   */
  Backlog(
      String name,
      long maxWeight,
      BatchSizing shape,
      BatchLimits limits,
      int devices,
      LongSupplier nanoClock) {
    this.name = name;
    this.maxWeight = maxWeight;
    this.shape = shape;
    this.nanoClock = nanoClock;
    queue = new BatchQueue<>(shape, limits);
    pool = new DevicePool(lock, changed, devices, nanoClock);
  }

  /** A batch for the worker that took it, and the device slot leased for it. */
  record Due<I, O>(Batch<I, O> batch, DevicePool.Lease lease) {}

  /** See {@link MicroBatcher#submit(Object, Object, ItemTerms)}. */
  CompletableFuture<O> add(I item, Object bucket, ItemTerms terms) throws InterruptedException {
    PendingItem<I, O> pending;
    lock.lockInterruptibly();
    try {
      while (!stopped && weight > 0 && weight > maxWeight - terms.weight()) {
        room.await();
      }
      if (stopped) {
        return CompletableFuture.failedFuture(new BatcherStoppedException(name));
      }
      weight += terms.weight();
      long now = nanoClock.getAsLong();
      pending = queue.add(item, bucket, terms, now);
      if (queue.matters(pending, now)) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    CompletableFuture<O> result = pending.result();
    // The chained stage is ignored: it only releases the weight, exactly once.
    var unused = result.whenComplete((value, failure) -> release(terms.weight()));
    return result;
  }

  private void release(long released) {
    lock.lock();
    try {
      weight -= released;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes an item out of the queue; returns false if it is not, or no longer, in it. */
  boolean remove(Future<O> result) {
    lock.lock();
    try {
      return queue.remove(result);
    } finally {
      lock.unlock();
    }
  }

  /** Makes everything that is queued at this moment due. */
  void flush() {
    lock.lock();
    try {
      queue.flush(nanoClock.getAsLong());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The number of items that wait for a batch. */
  int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds until a batch is due; {@link Long#MAX_VALUE} if nothing is queued. */
  long nanosUntilDue() {
    lock.lock();
    try {
      return queue.nanosUntilDue(nanoClock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /** See {@link MicroBatcher#nanosUntilFree}. */
  long nanosUntilFree() {
    lock.lock();
    try {
      return pool.nanosUntilFree();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a batch is due and a device can take it, or until no more batches will come. */
  void awaitDue() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped && !(pool.hasFree() && queue.ready(nanoClock.getAsLong()))) {
        long nanos = queue.nanosUntilDue(nanoClock.getAsLong());
        if (nanos == Long.MAX_VALUE || !pool.hasFree()) {
          changed.await();
        } else {
          long unused = changed.awaitNanos(nanos);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes the batch that is due; null if none is, because another worker may have been faster. */
  @Nullable Due<I, O> take() {
    Due<I, O> due = null;
    List<PendingItem<I, O>> expired;
    lock.lock();
    try {
      long now = nanoClock.getAsLong();
      expired = queue.removeExpired(now);
      Batch<I, O> batch = stopped || !pool.hasFree() ? null : queue.poll(now);
      if (batch != null) {
        inHand.add(batch);
        due = new Due<>(batch, pool.lease());
        changed.signal(); // another worker takes the rest, and its timer may be set for later
      }
    } finally {
      lock.unlock();
    }
    expired.forEach(item -> item.result().completeExceptionally(new ItemExpiredException()));
    return due;
  }

  /**
   * Reports that all items of a batch have their results.
   *
   * @return the new sizing, if it is worth reporting; otherwise null
   */
  @Nullable BatchTuning finished(Batch<I, O> batch, BatchReport report) {
    lock.lock();
    try {
      inHand.remove(batch);
      // Retries, and batches that fail at once, say nothing about the time that a batch takes.
      return report.calls() == 1 && report.failed() == 0
          ? shape.computed(
              batch.bucket(), report.size(), report.handling().toNanos(), nanoClock.getAsLong())
          : null;
    } finally {
      lock.unlock();
    }
  }

  /** Fails all items, including those being processed by a worker; later ones fail at once. */
  void stop(BatcherStoppedException reason) {
    List<PendingItem<I, O>> orphans;
    lock.lock();
    try {
      stopped = true;
      orphans = new ArrayList<>(queue.removeAll());
      inHand.forEach(batch -> orphans.addAll(batch.items()));
      changed.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    orphans.forEach(item -> item.result().completeExceptionally(reason));
  }

  boolean isStopped() {
    return stopped;
  }
}
