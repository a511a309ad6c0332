package io.paastreams.cli;

import io.paastreams.streams.Application;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Runs applications in the foreground until a signal arrives or one of them ends by itself.
 * Whatever hangs, the process ends soon after their close timeouts.
 *
 * <p>Threading: the command's thread.
 */
final class ForegroundRun implements AutoCloseable {

  /** The time for closing what runs beside the applications. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private static final long LOOK_MILLIS = 200;

  private final Duration patience;
  private final Interruption interruption;
  private @Nullable HaltTimer lastResort;

  private ForegroundRun(Duration patience) {
    this.patience = patience;
    this.interruption = Interruption.handle(patience);
  }

  /** Handles signals from now on. Open it before everything that must be closed in time. */
  static ForegroundRun within(Duration closeTimeout) {
    return new ForegroundRun(closeTimeout.plus(MARGIN));
  }

  /**
   * Starts applications and returns when they have to be closed.
   *
   * @param running called when all of them read records
   * @return the exit status
   * @throws CommandFailedException if one ended by itself
   */
  int untilEnd(List<? extends Application> applications, Runnable running)
      throws InterruptedException {
    interruption.interrupts(Thread.currentThread());
    if (interruption.requested().getCount() == 0) {
      return CommandLine.ExitCode.OK; // for example while the model was being loaded
    }
    try {
      applications.forEach(Application::start);
    } finally {
      interruption.interrupts(null);
    }
    running.run();
    while (!interruption.requested().await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      for (Application application : applications) {
        if (!application.state().isHealthy()) {
          lastResort = HaltTimer.in(patience);
          Throwable cause =
              application
                  .failure()
                  .orElseGet(() -> new IllegalStateException("for an unknown reason"));
          throw new CommandFailedException(
              "%s stopped: %s".formatted(application.name(), application.failureReason()), cause);
        }
      }
    }
    return CommandLine.ExitCode.OK;
  }

  @Override
  public void close() {
    if (lastResort != null) {
      lastResort.close();
    }
    interruption.close();
  }
}
