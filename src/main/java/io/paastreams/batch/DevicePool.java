package io.paastreams.batch;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tracks how many more batches the devices can take. A worker leases a slot before it closes a
 * batch: a batch closed while all devices are busy could no longer grow, and a frame in it could no
 * longer give way to a newer one.
 *
 * <p>Threading: {@link #hasFree}, {@link #lease} and {@link #nanosUntilFree} are called under the
 * batcher's lock.
 */
final class DevicePool {

  private final ReentrantLock lock;
  private final Condition changed;
  private final LongSupplier nanoClock;
  private final LeaseTimes times = new LeaseTimes();
  private final Set<Lease> held = new HashSet<>();
  private int free;

  /**
   * Creates a pool of free slots.
   *
   * @param lock the batcher's lock
   * @param changed the condition that is signalled when a slot becomes free
   */
  DevicePool(ReentrantLock lock, Condition changed, int places, LongSupplier nanoClock) {
    this.lock = lock;
    this.changed = changed;
    this.free = places;
    this.nanoClock = nanoClock;
  }

  boolean hasFree() {
    return free > 0;
  }

  /** Takes a free slot. */
  Lease lease() {
    Lease lease = new Lease();
    lease.begin();
    return lease;
  }

  /**
   * Nanoseconds until a slot is expected to be free; 0 if one is, or if that cannot be told. Rather
   * too short than too long: see {@link LeaseTimes}.
   */
  long nanosUntilFree() {
    if (hasFree() || !times.isKnown()) {
      return 0;
    }
    long now = nanoClock.getAsLong();
    long oldest = held.stream().mapToLong(lease -> now - lease.since).max().orElse(Long.MAX_VALUE);
    return Math.max(0, times.shortNanos() - oldest);
  }

  /** A slot on a device, held at first. Confined to one worker's thread. */
  final class Lease {
    private boolean isHeld;
    private long since;

    private void begin() {
      free--;
      isHeld = true;
      since = nanoClock.getAsLong();
      held.add(this);
    }

    /**
     * Takes a slot again, waiting for one; if stopped, counts as held at once without a real slot.
     */
    void renew(BooleanSupplier stopped) {
      if (isHeld) {
        return;
      }
      lock.lock();
      try {
        while (free < 1 && !stopped.getAsBoolean()) {
          changed.awaitUninterruptibly();
        }
        begin();
      } finally {
        lock.unlock();
      }
    }

    /** Lets the next batch in. Does nothing if that has already been done. */
    void release() {
      if (!isHeld) {
        return;
      }
      lock.lock();
      try {
        free++;
        isHeld = false;
        held.remove(this);
        times.add(nanoClock.getAsLong() - since);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
