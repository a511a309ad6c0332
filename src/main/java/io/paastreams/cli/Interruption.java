package io.paastreams.cli;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C and SIGTERM. The JVM's exit waits until the command has closed what it opened: the
 * shutdown hook wakes the command's thread and then waits for it.
 *
 * <p>Threading: one instance a command; {@link #requested} by any thread.
 */
final class Interruption implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "shutdown");

  private Interruption() {}

  /** Takes over the handling of Ctrl-C until it is closed. */
  static Interruption handle() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void onShutdown() {
    requested.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      LOG.warn("interrupted while the command closed");
    }
  }

  /** Opens at the first Ctrl-C. */
  CountDownLatch requested() {
    return requested;
  }

  @Override
  public void close() {
    closed.countDown();
    if (requested.getCount() > 0) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        LOG.debug("the shutdown had begun");
      }
    }
  }
}
