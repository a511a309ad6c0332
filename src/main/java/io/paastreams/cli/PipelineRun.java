package io.paastreams.cli;

import io.paastreams.pipeline.DetectionPipeline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Runs a pipeline in the foreground until a signal arrives or it ends by itself. Whatever hangs,
 * the process ends soon after the pipeline's close timeout.
 *
 * <p>Threading: used by the command's thread.
 */
final class PipelineRun implements AutoCloseable {

  /** The time for what is closed in addition to the pipeline. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private static final long LOOK_MILLIS = 200;

  private final Duration patience;
  private final Interruption interruption;
  private @Nullable HaltTimer lastResort;

  private PipelineRun(Duration patience) {
    this.patience = patience;
    this.interruption = Interruption.handle(patience);
  }

  /** Takes over signal handling. Must be opened before everything that has to be closed in time. */
  static PipelineRun within(Duration closeTimeout) {
    return new PipelineRun(closeTimeout.plus(MARGIN));
  }

  /**
   * Starts a pipeline and returns when it has to be closed.
   *
   * @param running called when it starts to read frames
   * @return the exit status
   * @throws CommandFailedException if it ended by itself
   */
  int untilEnd(DetectionPipeline pipeline, Runnable running) throws InterruptedException {
    interruption.interrupts(Thread.currentThread());
    if (interruption.requested().getCount() == 0) {
      return CommandLine.ExitCode.OK; // for example while the model was being loaded
    }
    try {
      pipeline.start();
    } finally {
      interruption.interrupts(null);
    }
    running.run();
    while (!interruption.requested().await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (!pipeline.state().isHealthy()) {
        lastResort = HaltTimer.in(patience);
        Throwable cause =
            pipeline.failure().orElseGet(() -> new IllegalStateException("for no known reason"));
        throw new CommandFailedException(
            "the pipeline stopped: " + pipeline.failureReason(), cause);
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
