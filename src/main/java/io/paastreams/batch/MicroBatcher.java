package io.paastreams.batch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups independent requests from many threads into batches for one or more devices.
 *
 * <h2>Structure</h2>
 *
 * <p>The {@link Backlog} has one queue per <em>bucket</em> (items that may share a batch, such as
 * images of one padded size). Submitters append to a queue and get a future. A worker thread takes
 * the batch that is due, calls the {@link BatchHandler} and completes the futures; while it works,
 * the next batches fill by themselves. A batch closes only when a device is free to take it ({@link
 * DevicePool}). If there are several devices, whichever is free takes the batch that is due, so
 * work goes to the least loaded one. There are more workers than devices: when a handler reports
 * that its device is free and only work for the CPU is left, the next worker feeds the device in
 * the meantime.
 *
 * <h2>When a batch closes</h2>
 *
 * <p>A batch closes when it is full, when its oldest item has waited for {@link
 * BatchPolicy#maxDelay()}, or when a caller that waits for a result and knows that nothing more
 * will arrive calls {@link #flush()}. The delay is counted from the oldest item rather than the
 * last one, so it bounds every item's wait while a worker is idle. Of several ready buckets the one
 * whose oldest item is due first is served, unless priorities differ. An adaptive scheme without a
 * delay (take what is queued whenever the device is free) is the case {@code maxDelay = 0}; it
 * starts a burst with a batch of one, for which a GPU needs almost as much time as for a whole
 * batch. A caller that sees a burst coming and flushes at its end gets the best of both.
 *
 * <p>Under a latency target ({@link MicroBatcherBuilder#latencyTarget}) the size follows from how
 * long batches take; {@link LatencyTuner} says how.
 *
 * <h2>When the device cannot keep up</h2>
 *
 * <p>{@link ItemTerms} say which items wait and which give up. Those of higher priority enter
 * batches first, but every fourth place, and every fourth choice between buckets, goes to the item
 * that has waited longest: an item with {@code n} items before it in its bucket gets one of the
 * bucket's next {@code 4 (n + 1)} places, whatever else arrives. An item whose patience is over
 * leaves the queue uncomputed, and {@link #withdraw} takes out an item that a newer one replaces.
 * The newer one inherits the waiting time; otherwise items that are replaced repeatedly would never
 * become the oldest and never be due.
 *
 * <h2>Failures</h2>
 *
 * <p>A handler fails a batch as a whole and cannot say which item caused the failure. The batch is
 * therefore halved and retried until single items are left ({@link BatchExecution}); only an item
 * that fails alone fails its future, with {@link BatchItemException}. When the failure is a lack of
 * memory, half of the failed size becomes the bucket's limit for good, because an allocator that
 * failed once at a size would fail there again and waste a forward pass each time.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Every future is completed exactly once, even by {@link #stop} or the death of a worker;
 *       none outlives the batcher.
 *   <li>Within a bucket, items of one priority enter batches in the order of their submission, that
 *       is, of how long they have waited; a batch never mixes buckets and never exceeds the
 *       bucket's limit.
 *   <li>A cancelled, withdrawn or expired item costs no forward pass; an item that the device has
 *       taken is neither withdrawn nor expired.
 *   <li>The weight of pending items stays within the policy unless it is that of a single item.
 * </ul>
 *
 * <h2>Cost</h2>
 *
 * <p>A submission takes one lock and one queue append. A worker is woken only by an item that can
 * change what is due: the first of a bucket, or the one that fills a batch. So at full load there
 * are about two wake-ups per batch, not one per item.
 *
 * <p>The delay and size parameters are those of Triton's dynamic batcher; close reasons are
 * reported because users of batchers most often ask why their batches do not fill.
 *
 * <p>Threading: all methods may be called by any thread. Futures are completed on a worker's
 * thread, or by the thread that stops the batcher; stages chained to them must be quick.
 */
public final class MicroBatcher<I, O> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MicroBatcher.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /** One worker feeds the device while the other turns its output into results. */
  private static final int WORKERS_PER_DEVICE = 2;

  private final String name;
  private final LongSupplier nanoClock;
  private final BatchLimits limits;
  private final Backlog<I, O> backlog;
  private final HandlerContext<I, O> device;
  private final List<Thread> workers;

  /**
   * Creates a batcher whose workers are not yet started: see {@link #start()} and {@link
   * #runDueBatch()}.
   */
  MicroBatcher(
      String name,
      BatchPolicy policy,
      BatchSizing shape,
      int devices,
      BatchHandler<I, O> handler,
      BatchListener listener,
      Predicate<? super Throwable> outOfMemory,
      LongSupplier nanoClock) {
    this.name = name;
    this.nanoClock = nanoClock;
    limits = new BatchLimits(policy.maxSize());
    backlog = new Backlog<>(name, policy.maxPendingWeight(), shape, limits, devices, nanoClock);
    device =
        new HandlerContext<>(
            name, handler, new SafeListener(listener), outOfMemory, limits, backlog::isStopped);
    workers =
        IntStream.rangeClosed(1, WORKERS_PER_DEVICE * devices)
            .mapToObj(number -> new Thread(this::runUntilStopped, name + "-" + number))
            .toList();
    workers.forEach(worker -> worker.setDaemon(true));
  }

  /** Returns a builder. */
  public static <I, O> MicroBatcherBuilder<I, O> builder(
      BatchPolicy policy, BatchHandler<I, O> handler) {
    return new MicroBatcherBuilder<>(policy, handler);
  }

  void start() {
    workers.forEach(Thread::start);
  }

  /** Calls {@link #submit(Object, Object, ItemTerms)} with the standard terms. */
  public CompletableFuture<O> submit(I item, Object bucket) throws InterruptedException {
    return submit(item, bucket, ItemTerms.STANDARD);
  }

  /**
   * Calls {@link #submit(Object, Object, ItemTerms)} with the standard terms except for the weight.
   */
  public CompletableFuture<O> submit(I item, Object bucket, long weight)
      throws InterruptedException {
    return submit(item, bucket, ItemTerms.STANDARD.withWeight(weight));
  }

  /**
   * Queues an item. Waits while the pending weight leaves no room for it.
   *
   * @param bucket items of equal buckets may share a batch; equality is that of map keys
   * @return fails with {@link BatchItemException} if the handler fails on the item alone, with
   *     {@link ItemExpiredException} if it was not taken within its patience, and with {@link
   *     BatcherStoppedException} if the batcher is stopped before the item is done. Cancelling it
   *     before its batch closes saves its computation
   * @throws InterruptedException if interrupted while waiting for room; the item is not queued
   */
  public CompletableFuture<O> submit(I item, Object bucket, ItemTerms terms)
      throws InterruptedException {
    return backlog.add(item, bucket, terms);
  }

  /**
   * Takes an item out of the queue and cancels its future, unless the device has already taken it;
   * then it is computed as usual. Cancelling, by contrast, discards the result.
   *
   * @param result what {@link #submit} returned
   * @return whether it was taken out
   */
  public boolean withdraw(Future<O> result) {
    return backlog.remove(result) && result.cancel(false);
  }

  /**
   * Lets everything that is queued at this moment be computed without waiting for more items. Call
   * it when a caller waits for results and nothing more will be submitted in the meantime. Returns
   * at once.
   */
  public void flush() {
    backlog.flush();
  }

  /** The number of items that wait for a batch. */
  public int queued() {
    return backlog.queued();
  }

  /** Nanoseconds until a batch is due; {@link Long#MAX_VALUE} if nothing is queued. */
  long nanosUntilDue() {
    return backlog.nanosUntilDue();
  }

  /**
   * Nanoseconds until a device is expected to take the next batch; 0 if one is free, or if no batch
   * has told yet how long one takes. What is submitted much earlier only waits.
   */
  public long nanosUntilFree() {
    return backlog.nanosUntilFree();
  }

  /** The current maximum number of items in a batch of this bucket. */
  public int limit(Object bucket) {
    return limits.of(bucket);
  }

  /**
   * Fails every pending future, including those whose batch is being computed, interrupts the
   * handler and waits for it to return. Later submissions fail. May be called again.
   *
   * @return whether the handler has returned on all workers; if not, a device is still in use
   */
  public boolean stop(Duration timeout) {
    backlog.stop(new BatcherStoppedException(name));
    return awaitWorkers(timeout);
  }

  private boolean awaitWorkers(Duration timeout) {
    if (workers.contains(Thread.currentThread())) {
      return false; // called from a listener or a chained stage, so the handler is further up this
      // stack
    }
    workers.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      for (Thread worker : workers) {
        worker.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return workers.stream().noneMatch(Thread::isAlive);
  }

  /** Stops the batcher and waits up to 30 seconds for the handler. */
  @Override
  public void close() {
    if (!stop(CLOSE_TIMEOUT)) {
      LOG.warn("The handler of batcher {} did not return within {}.", name, CLOSE_TIMEOUT);
    }
  }

  private void runUntilStopped() {
    try {
      while (!backlog.isStopped()) {
        try {
          backlog.awaitDue();
        } catch (InterruptedException e) {
          continue; // only stop() interrupts, and it sets the flag
        }
        runDueBatch();
      }
    } catch (Throwable death) { // otherwise callers would wait for ever
      LOG.error("The thread {} died.", Thread.currentThread().getName(), death);
      backlog.stop(new BatcherStoppedException(name, death));
    }
  }

  /** Computes the batch that is due on the calling thread. Returns whether there was one. */
  boolean runDueBatch() {
    Backlog.Due<I, O> due = backlog.take();
    if (due == null) {
      return false;
    }
    Batch<I, O> batch = due.batch();
    BatchExecution<I, O> execution = new BatchExecution<>(device, due.lease(), batch.bucket());
    execution.run(batch.items());
    due.lease().release();
    BatchReport report = report(batch, execution);
    BatchTuning news = backlog.finished(batch, report);
    if (report.calls() > 0) {
      device.listener().batchDone(report);
    }
    if (news != null) {
      device.listener().tuned(batch.bucket(), news);
    }
    return true;
  }

  private BatchReport report(Batch<I, O> batch, BatchExecution<I, O> execution) {
    return new BatchReport(
        batch.bucket(),
        batch.items().size(),
        batch.limit(),
        batch.reason(),
        Duration.ofNanos(batch.oldestWaitNanos()),
        Duration.ofNanos(nanoClock.getAsLong() - batch.closedAt()),
        execution.calls(),
        execution.failed());
  }
}
