package io.paastreams.pipeline;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The decode threads, and how many frames are on their way through them to the batcher. When none
 * is, the batcher is told: waiting for frames that have not arrived finishes nothing sooner, and
 * those that arrive while the device is busy share the next batch anyway.
 *
 * <p>Threading: safe.
 */
final class DecodeQueue {

  private final ThreadPoolExecutor threads;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Runnable whenNoneIsUnderWay;

  DecodeQueue(int threads, Runnable whenNoneIsUnderWay) {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "decode-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.whenNoneIsUnderWay = whenNoneIsUnderWay;
  }

  /**
   * Lets a job wait for a thread. The job calls {@link #leave} once.
   *
   * @param beforeItWaits runs when the job counts, and no thread has it yet
   * @throws RejectedExecutionException if the queue is shut down
   */
  void enter(Runnable job, Runnable beforeItWaits) {
    underWay.incrementAndGet();
    beforeItWaits.run();
    try {
      threads.execute(job);
    } catch (RejectedExecutionException e) {
      underWay.decrementAndGet();
      throw e;
    }
  }

  /** A job will not come to the batcher any more, or has. */
  void leave() {
    if (underWay.decrementAndGet() == 0) {
      whenNoneIsUnderWay.run();
    }
  }

  /** Takes a job back that still waits for a thread. */
  void withdraw(Runnable job) {
    if (threads.remove(job)) {
      leave();
    }
  }

  void shutdownNow() {
    threads.shutdownNow();
  }
}
