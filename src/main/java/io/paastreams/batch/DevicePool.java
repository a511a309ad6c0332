package io.paastreams.batch;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How many more batches the devices can take. A worker leases a place before it closes a batch: a
 * batch that was closed while all devices are busy could no longer grow, nor could a frame in it
 * give way to a newer one.
 *
 * <p>Threading: {@link #hasFree} and {@link #lease} are called under the batcher's lock.
 */
final class DevicePool {

  private final ReentrantLock lock;
  private final Condition changed;
  private int free;

  /**
   * A pool of free places.
   *
   * @param lock the batcher's
   * @param changed signalled when a place becomes free
   */
  DevicePool(ReentrantLock lock, Condition changed, int places) {
    this.lock = lock;
    this.changed = changed;
    this.free = places;
  }

  boolean hasFree() {
    return free > 0;
  }

  /** Takes a place that is free. */
  Lease lease() {
    free--;
    return new Lease();
  }

  /** A place on a device, held at first. Lives on one worker's thread. */
  final class Lease {
    private boolean held = true;

    /** Takes a place again, waiting for one; holds it at once, in name only, if stopped. */
    void renew(BooleanSupplier stopped) {
      if (held) {
        return;
      }
      lock.lock();
      try {
        while (free < 1 && !stopped.getAsBoolean()) {
          changed.awaitUninterruptibly();
        }
        free--;
        held = true;
      } finally {
        lock.unlock();
      }
    }

    /** Lets the next batch in. Does nothing if that is done already. */
    void release() {
      if (!held) {
        return;
      }
      lock.lock();
      try {
        free++;
        held = false;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
