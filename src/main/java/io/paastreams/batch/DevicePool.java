package io.paastreams.batch;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How many more batches the devices can take. A worker leases a place before it closes a batch: a
 * batch that was closed while all devices are busy could no longer grow, nor could a frame in it
 * give way to a newer one.
 *
 * <p>A device may have more places than one: two batches that run side by side on a processor waste
 * less of it than one after the other. But each then takes about twice as long, so that is for full
 * batches. One that is not could only make the first late, and may grow while it waits for it.
 *
 * <p>Threading: {@link #wanted} and {@link #lease} are called under the batcher's lock.
 */
final class DevicePool {

  private final ReentrantLock lock;
  private final Condition changed;

  /** Places beside those that each device has at least. */
  private final int shared;

  private int free;

  /**
   * A pool of free places.
   *
   * @param lock the batcher's
   * @param changed signalled when a place becomes free
   */
  DevicePool(ReentrantLock lock, Condition changed, Devices devices) {
    this.lock = lock;
    this.changed = changed;
    this.shared = devices.concurrency() - devices.count();
    this.free = devices.concurrency();
  }

  Wanted wanted() {
    return free > shared ? Wanted.ANY : free > 0 ? Wanted.FULL : Wanted.NONE;
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
