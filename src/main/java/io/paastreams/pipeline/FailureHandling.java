package io.paastreams.pipeline;

import io.paastreams.streams.OnFailure;
import java.time.Duration;

/**
 * What is done about failures that are not a frame's.
 *
 * @param onFailure what the death of a stream thread leads to, unless its cause will not pass
 *     ({@link OnFailure#REPLACE_THREAD})
 * @param maxReplacements of threads within five minutes; one more stops the pipeline (10)
 * @param stuckAfter a call of the device that takes longer is reported: in the log with the
 *     device's stack, in the metrics, and as unhealthy (30 s)
 * @param stopStuckAfter a call that takes longer stops the pipeline (5 minutes); zero waits for
 *     ever
 */
public record FailureHandling(
    OnFailure onFailure, int maxReplacements, Duration stuckAfter, Duration stopStuckAfter) {

  /** The defaults. */
  public static final FailureHandling STANDARD =
      new FailureHandling(
          OnFailure.REPLACE_THREAD, 10, Duration.ofSeconds(30), Duration.ofMinutes(5));

  void check(PipelineConfigFaults faults) {
    Duration day = Duration.ofDays(1);
    faults
        .between("maxReplacements", maxReplacements, 0, 1_000_000)
        .between("deviceStuckAfter", stuckAfter, Duration.ofMillis(10), day)
        .between(
            "deviceStopAfter",
            stopStuckAfter,
            stopStuckAfter.isZero() ? Duration.ZERO : stuckAfter,
            day);
  }
}
