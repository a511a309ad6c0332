package io.paastreams.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.paastreams.batch.BatchHandler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which calls to the devices are in progress, since when, and for how long the devices were
 * busy.
 *
 * <p>Threading: the batcher's workers call the devices, and any thread may query.
 */
final class DeviceCalls {

  private final LongSupplier nanoClock;
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();

  @GuardedBy("this")
  private int computing;

  @GuardedBy("this")
  private long busySince;

  @GuardedBy("this")
  private long busyBefore;

  DeviceCalls(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A call that has not returned; each call is an object of its own. */
  final class Call {
    private final Thread thread = Thread.currentThread();
    private final long since = nanoClock.getAsLong();
    private final AtomicBoolean computes = new AtomicBoolean(true);
    private final Runnable whenFree;

    private Call(Runnable whenFree) {
      this.whenFree = whenFree;
    }

    /** Marks the device as free for another batch; doing so twice is harmless. */
    private void freeDevice() {
      if (computes.getAndSet(false)) {
        ended();
        whenFree.run();
      }
    }

    Duration age() {
      return Duration.ofNanos(nanoClock.getAsLong() - since);
    }

    /** The current stack of its thread. */
    StackTraceElement[] stack() {
      return thread.getStackTrace();
    }

    String threadName() {
      return thread.getName();
    }
  }

  /**
   * The same handler, with its calls recorded here.
   *
   * @param whenFree runs once per call, when its device is free or the call has failed
   */
  <I, O> BatchHandler<I, O> over(BatchHandler<I, O> handler, Runnable whenFree) {
    return new BatchHandler<>() {
      @Override
      public List<O> handle(List<I> batch) throws Exception {
        return handle(batch, () -> {});
      }

      @Override
      public List<O> handle(List<I> batch, Runnable deviceFree) throws Exception {
        Call call = new Call(whenFree);
        calls.add(call);
        began();
        try {
          return handler.handle(
              batch,
              () -> {
                call.freeDevice();
                deviceFree.run();
              });
        } finally {
          call.freeDevice();
          calls.remove(call);
        }
      }
    };
  }

  private synchronized void began() {
    if (computing++ == 0) {
      busySince = nanoClock.getAsLong();
    }
  }

  private synchronized void ended() {
    if (--computing == 0) {
      busyBefore += nanoClock.getAsLong() - busySince;
    }
  }

  /** The total time since the start in which at least one batch was being computed. */
  synchronized Duration busy() {
    return Duration.ofNanos(busyBefore + (computing > 0 ? nanoClock.getAsLong() - busySince : 0));
  }

  /** The oldest of the calls in progress; null if all devices are idle. */
  @Nullable Call current() {
    return calls.stream().min((one, other) -> Long.signum(one.since - other.since)).orElse(null);
  }
}
