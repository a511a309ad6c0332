package io.paastreams.pipeline;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The decode threads, and the number of frames that are passing through them to the batcher. When
 * there are none, the batcher is told, because waiting for frames that have not arrived finishes
 * nothing sooner, and those that arrive while the device is busy share the next batch anyway.
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
   * Lets a job wait for a thread. The job must call {@link #leave} once.
   *
   * @param beforeItWaits runs when the job is counted but no thread has taken it yet
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

  /** Reports that a job has reached the batcher or never will. */
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
