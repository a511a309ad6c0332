package io.paastreams.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the bytes of all frames in flight in this JVM, and cannot deadlock.
 *
 * <p>A frame needs memory twice. Its <em>record</em> is kept from arrival until the stream thread
 * has forwarded the result, because a failure must be dead-lettered with the original bytes. Its
 * <em>pixels</em> exist from decoding until inference is done. One counter with blocking waits
 * would deadlock: records of finished frames fill it, their stream thread waits for the head of
 * another partition, and that head waits for room for its pixels. So the two kinds wait
 * differently:
 *
 * <ul>
 *   <li>Records may take half of the budget. Stream threads never wait here: they try, and if there
 *       is no room they first finish their own oldest frame; if they have none left, they reserve
 *       anyway.
 *   <li>Pixels may take the rest. Decode threads wait, first come, first served, until there is
 *       room <em>or there are no other pixels at all</em>. A frame that holds pixels is on its way
 *       through the detector and needs neither a stream thread nor further memory to release them,
 *       so the wait always ends.
 * </ul>
 *
 * <p>The bound is therefore {@code max} plus one record per task, plus one image that is larger
 * than the rest, plus the file that each decode thread holds while it waits.
 *
 * <p>Threading: safe.
 */
final class MemoryBudget {

  private final long max;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<Condition> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private long records;

  @GuardedBy("lock")
  private long pixels;

  MemoryBudget(long max) {
    this.max = max;
  }

  /** Reserves memory for a record if there is room. */
  Optional<Reservation> tryReserveRecord(long bytes) {
    lock.lock();
    try {
      if (records + bytes > max / 2 || records + pixels + bytes > max) {
        return Optional.empty();
      }
      return Optional.of(addRecord(bytes));
    } finally {
      lock.unlock();
    }
  }

  /** Reserves memory for a record whether there is room or not: for the head of a window. */
  Reservation reserveRecordAnyway(long bytes) {
    lock.lock();
    try {
      return addRecord(bytes);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Reservation addRecord(long bytes) {
    records += bytes;
    return new Reservation(false, bytes);
  }

  /** Waits for room for pixels. The caller must not hold pixels already. */
  Reservation reservePixels(long bytes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!waiting.isEmpty() || !pixelsFit(bytes)) {
        awaitTurn(bytes);
      }
      pixels += bytes;
      signalNext();
      return new Reservation(true, bytes);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void awaitTurn(long bytes) throws InterruptedException {
    Condition turn = lock.newCondition();
    waiting.add(turn);
    try {
      while (waiting.peek() != turn || !pixelsFit(bytes)) {
        turn.await();
      }
    } catch (InterruptedException e) {
      waiting.remove(turn);
      signalNext();
      throw e;
    }
    waiting.remove();
  }

  @GuardedBy("lock")
  private boolean pixelsFit(long bytes) {
    return pixels == 0 || records + pixels + bytes <= max;
  }

  @GuardedBy("lock")
  private void signalNext() {
    Condition next = waiting.peek();
    if (next != null) {
      next.signal();
    }
  }

  /** The bytes that are reserved now. */
  long used() {
    lock.lock();
    try {
      return records + pixels;
    } finally {
      lock.unlock();
    }
  }

  /** A part of the budget. Releasing it twice does nothing. */
  final class Reservation {
    private final boolean ofPixels;

    @GuardedBy("lock")
    private long bytes;

    private Reservation(boolean ofPixels, long bytes) {
      this.ofPixels = ofPixels;
      this.bytes = bytes;
    }

    void release() {
      shrinkTo(0);
    }

    /** Releases all but {@code rest} bytes. */
    void shrinkTo(long rest) {
      lock.lock();
      try {
        long surplus = Math.max(0, bytes - rest);
        bytes -= surplus;
        if (ofPixels) {
          pixels -= surplus;
        } else {
          records -= surplus;
        }
        signalNext();
      } finally {
        lock.unlock();
      }
    }
  }
}
