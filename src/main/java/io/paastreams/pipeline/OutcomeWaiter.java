package io.paastreams.pipeline;

import java.time.Duration;

/** How a stream thread waits for the head of its window. */
interface OutcomeWaiter {

  /** How long to wait if no deadline is given. */
  Duration patience();

  /**
   * Waits for an outcome.
   *
   * @throws DetectionStalledException if it does not arrive within {@code timeout}
   */
  FrameOutcome await(PendingFrame frame, Duration timeout);
}
