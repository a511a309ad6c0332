package io.paastreams.check;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Waits until the brokers and the registry answer, because they may start together with the
 * pipeline. It only waits while servers are silent; a refused login, for example, is reported at
 * once.
 *
 * <p>Threading: confined to one thread.
 */
public final class ServerWait {

  private static final long PAUSE_MILLIS = 1_000;
  private static final Duration SAID_EVERY = Duration.ofSeconds(10);

  private final Duration patience;
  private final LongSupplier nanoClock;
  private final Consumer<String> log;

  /**
   * Creates a wait.
   *
   * @param patience the value of {@code pipeline.startTimeout}
   * @param log receives periodically what is being waited for
   */
  public ServerWait(Duration patience, LongSupplier nanoClock, Consumer<String> log) {
    this.patience = patience;
    this.nanoClock = nanoClock;
    this.log = log;
  }

  /**
   * Asks repeatedly until nothing is silent or the patience is exhausted.
   *
   * @param silent asks all servers and returns those that do not answer
   * @return the servers that are still silent
   */
  public List<Finding> until(Supplier<List<Finding>> silent) throws InterruptedException {
    long start = nanoClock.getAsLong();
    long said = start - SAID_EVERY.toNanos();
    while (true) {
      List<Finding> missing = silent.get();
      long now = nanoClock.getAsLong();
      if (missing.isEmpty() || now - start >= patience.toNanos()) {
        return missing;
      }
      if (now - said >= SAID_EVERY.toNanos()) {
        said = now;
        for (Finding each : missing) {
          log.accept(
              "Waiting for %s (%d s of pipeline.startTimeout = %d s): %s"
                  .formatted(
                      each.subject(),
                      Duration.ofNanos(now - start).toSeconds(),
                      patience.toSeconds(),
                      each.message()));
        }
      }
      pause();
    }
  }

  private static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
  }
}
