package io.paastreams.live;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks a thread to end. Kafka's clients should not be interrupted, because they log that as an
 * error and leave their connections open.
 *
 * <p>Threading: safe.
 */
final class Stop {

  private static final long PATIENCE_MILLIS = 1_200;

  private final CountDownLatch set = new CountDownLatch(1);

  boolean isSet() {
    return set.getCount() == 0;
  }

  void set() {
    set.countDown();
  }

  /** Waits for a time or until it is set. */
  void sleep(long millis) {
    try {
      if (set.await(millis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      set();
    }
  }

  /** Waits briefly for a thread to end after it was told to. */
  static void join(Thread thread) {
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
