package io.paastreams.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The decode threads, and the number of frames that are passing through them to the batcher. When
 * there are none, the batcher is told, because waiting for frames that have not arrived finishes
 * nothing sooner, and those that arrive while the device is busy share the next batch anyway.
 *
 * <p>A frame that a newer one may replace is not decoded at once but shortly before the device can
 * take it: {@link DecodeTiming}.
 *
 * <p>Threading: safe.
 */
final class DecodeQueue {

  private final int size;
  private final ScheduledThreadPoolExecutor threads;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Set<Place> delayed = ConcurrentHashMap.newKeySet();
  private final Runnable whenNoneIsUnderWay;

  DecodeQueue(int threads, Runnable whenNoneIsUnderWay) {
    AtomicInteger number = new AtomicInteger();
    this.size = threads;
    this.threads =
        new ScheduledThreadPoolExecutor(
            threads,
            task -> {
              Thread thread = new Thread(task, "decode-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.whenNoneIsUnderWay = whenNoneIsUnderWay;
  }

  /** A place for a job that has not entered yet. */
  Place place(Runnable job) {
    return new Place(job);
  }

  /** The number of jobs per thread that are ahead of another one, those that wait included. */
  int jobsPerThread() {
    return underWay.get() / size;
  }

  /** Lets the jobs that wait for their time run now, because the device is free already. */
  void hurry() {
    for (Place place : delayed) {
      if (delayed.remove(place)) {
        try {
          threads.execute(place);
        } catch (RejectedExecutionException e) {
          return; // it was shut down, and whoever does that gives up the frames
        }
      }
    }
  }

  void shutdownNow() {
    threads.shutdownNow();
    delayed.clear();
  }

  /** A job's place in the queue. The job runs at most once. */
  final class Place implements Runnable {

    private final Runnable job;

    /** Whether a thread has taken the job, or it was taken back. */
    private final AtomicBoolean taken = new AtomicBoolean();

    private Place(Runnable job) {
      this.job = job;
    }

    /**
     * Lets the job wait for a thread. The job must call {@link #leave} once.
     *
     * @param beforeItWaits runs when the job is counted but no thread has taken it yet
     * @param delayNanos how long no thread takes it, unless {@link #hurry} is called
     * @throws RejectedExecutionException if the queue is shut down
     */
    void enter(Runnable beforeItWaits, long delayNanos) {
      underWay.incrementAndGet();
      beforeItWaits.run();
      try {
        if (delayNanos <= 0) {
          threads.execute(this);
        } else {
          delayed.add(this);
          var unused = threads.schedule(this, delayNanos, TimeUnit.NANOSECONDS);
        }
      } catch (RejectedExecutionException e) {
        delayed.remove(this);
        if (taken.compareAndSet(false, true)) { // otherwise it was taken back, and has left
          underWay.decrementAndGet();
        }
        throw e;
      }
    }

    /** Reports that the job has reached the batcher or never will. */
    void leave() {
      if (underWay.decrementAndGet() == 0) {
        whenNoneIsUnderWay.run();
      }
    }

    /** Takes the job back if it still waits for a thread. */
    void withdraw() {
      if (taken.compareAndSet(false, true)) {
        delayed.remove(this);
        leave();
      }
    }

    @Override
    public void run() {
      if (taken.compareAndSet(false, true)) {
        delayed.remove(this);
        job.run();
      }
    }
  }
}
