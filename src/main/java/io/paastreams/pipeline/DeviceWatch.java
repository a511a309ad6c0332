package io.paastreams.pipeline;

import io.paastreams.batch.BatchHandler;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which call of the device is under way, and since when.
 *
 * <p>Threading: the device's thread calls, any thread looks.
 */
final class DeviceWatch {

  private final LongSupplier nanoClock;
  private volatile @Nullable Call current;

  DeviceWatch(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A call that has not returned; each is an object of its own. */
  final class Call {
    private final Thread thread = Thread.currentThread();
    private final long since = nanoClock.getAsLong();

    Duration age() {
      return Duration.ofNanos(nanoClock.getAsLong() - since);
    }

    /** Where its thread is now. */
    StackTraceElement[] stack() {
      return thread.getStackTrace();
    }

    String threadName() {
      return thread.getName();
    }
  }

  /** The same handler, under watch. */
  <I, O> BatchHandler<I, O> over(BatchHandler<I, O> handler) {
    return items -> {
      current = new Call();
      try {
        return handler.handle(items);
      } finally {
        current = null;
      }
    };
  }

  /** The call under way; null if the device is idle. */
  @Nullable Call current() {
    return current;
  }
}
