package io.paastreams.batch;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Tracks how many more batches the devices can take. A worker leases a slot before it closes a
 * batch: a batch closed while all devices are busy could no longer grow, and a frame in it could no
 * longer give way to a newer one.
 *
 * <p>Threading: {@link #hasFree} and {@link #lease} are called under the batcher's lock.
 */
final class DevicePool {

  private final ReentrantLock lock;
  private final Condition changed;
  private int free;

  /**
   * Creates a pool of free slots.
   *
   * @param lock the batcher's lock
   * @param changed the condition that is signalled when a slot becomes free
   */
  DevicePool(ReentrantLock lock, Condition changed, int places) {
    this.lock = lock;
    this.changed = changed;
    this.free = places;
  }

  boolean hasFree() {
    return free > 0;
  }

  /** Takes a free slot. */
  Lease lease() {
    free--;
    return new Lease();
  }

  /** A slot on a device, held at first. Confined to one worker's thread. */
  final class Lease {
    private boolean held = true;

    /**
     * Takes a slot again, waiting for one; if stopped, counts as held at once without a real slot.
     */
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

    /** Lets the next batch in. Does nothing if that has already been done. */
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
