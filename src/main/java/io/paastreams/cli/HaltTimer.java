package io.paastreams.cli;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process if closing does not finish. A device that is stuck in native code can be neither
 * interrupted nor released, and a process that hangs is worse than one that has ended, because it
 * is not restarted.
 *
 * <p>Threading: one thread arms and closes it.
 */
final class HaltTimer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HaltTimer.class);

  private static final long SLICE_MILLIS = 100;

  private final Thread thread;

  private HaltTimer(Duration patience) {
    thread =
        new Thread(
            () -> {
              try {
                // In slices, because a process that is suspended has no chance to close.
                for (long left = patience.toMillis(); left > 0; left -= SLICE_MILLIS) {
                  Thread.sleep(Math.min(left, SLICE_MILLIS));
                }
              } catch (InterruptedException e) {
                return; // closed in time
              }
              LOG.error("Closing did not finish within {}: the process is halted.", patience);
              Runtime.getRuntime().halt(1);
            },
            "last-resort");
    thread.setDaemon(true);
  }

  /** Halts the process with exit code 1 after this time, unless closed before. */
  static HaltTimer in(Duration patience) {
    HaltTimer lastResort = new HaltTimer(patience);
    lastResort.thread.start();
    return lastResort;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
