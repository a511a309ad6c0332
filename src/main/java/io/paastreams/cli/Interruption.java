package io.paastreams.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles Ctrl-C and SIGTERM. The JVM's exit waits until the command has closed what it opened: the
 * shutdown hook wakes the command's thread and then waits for it.
 *
 * <p>Threading: one instance per command; {@link #requested} may be called by any thread.
 */
final class Interruption implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);

  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "shutdown");
  private final Duration patience;
  private volatile @Nullable Thread impatient;

  private Interruption(Duration patience) {
    this.patience = patience;
  }

  /** Handles Ctrl-C until this object is closed. */
  static Interruption handle() {
    return handle(FOREVER);
  }

  /**
   * Handles Ctrl-C until this object is closed.
   *
   * @param patience how long the JVM's exit waits for that
   */
  static Interruption handle(Duration patience) {
    Interruption interruption = new Interruption(patience);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void onShutdown() {
    requested.countDown();
    Thread waiting = impatient;
    if (waiting != null) {
      waiting.interrupt();
    }
    try {
      if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("Closing did not finish within {}: the process ends without it.", patience);
      }
    } catch (InterruptedException e) {
      LOG.warn("interrupted while the command was closing");
    }
  }

  /** Opens at the first Ctrl-C. */
  CountDownLatch requested() {
    return requested;
  }

  /** Makes a signal also interrupt this thread from now on; null ends that. */
  void interrupts(@Nullable Thread thread) {
    impatient = thread;
  }

  @Override
  public void close() {
    closed.countDown();
    if (requested.getCount() > 0) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        LOG.debug("the shutdown had already begun");
      }
    }
  }
}
