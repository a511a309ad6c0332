package io.paastreams.pipeline;

import io.paastreams.event.SourceOffset;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.streams.AwakeClock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for outcomes and remembers that the device is stalled: if nothing arrived for a whole
 * timeout, further waits are brief until something does.
 *
 * <p>Threading: safe; stream threads wait, and the batcher's workers report progress.
 */
final class StallDetector implements OutcomeWaiter {

  /** How long to wait after nothing has arrived for a whole timeout. */
  private static final Duration STALLED_PATIENCE = Duration.ofSeconds(1);

  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Duration patience;
  private final ModelHealth health;
  private final AwakeClock clock;
  private volatile boolean stalled;

  StallDetector(Duration patience, ModelHealth health, AwakeClock clock) {
    this.patience = patience;
    this.health = health;
    this.clock = clock;
  }

  /** The device has finished a frame. */
  void progressed() {
    stalled = false;
  }

  @Override
  public Duration patience() {
    return patience;
  }

  @Override
  public FrameOutcome await(PendingFrame frame, Duration timeout) {
    boolean hopeless = stalled && !frame.isDone() && timeout.compareTo(STALLED_PATIENCE) > 0;
    FrameOutcome outcome = result(frame, hopeless ? STALLED_PATIENCE : timeout);
    if (outcome instanceof Failed failed
        && failed.failure() instanceof FrameFailure.ModelFailed model) {
      health.requireUsable(model.exception());
    }
    return outcome;
  }

  /** Waits in slices, so that a pause of the whole process does not count towards the timeout. */
  private FrameOutcome awaitAwake(PendingFrame frame, Duration timeout)
      throws TimeoutException, ExecutionException, InterruptedException {
    long deadline = clock.getAsLong() + Math.max(0, timeout.toNanos());
    while (true) {
      long left = Math.max(0, deadline - clock.getAsLong());
      try {
        return frame.outcome().get(Math.min(left, SLICE_NANOS), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (clock.getAsLong() >= deadline) {
          throw e;
        }
      }
    }
  }

  private FrameOutcome result(PendingFrame frame, Duration timeout) {
    SourceOffset source = frame.input().source();
    try {
      return awaitAwake(frame, timeout);
    } catch (TimeoutException e) {
      stalled = true;
      throw new DetectionStalledException(
          "frame %s has no result after %d ms: the detector hangs or is too slow for drainTimeout"
              .formatted(source, Duration.ofNanos(frame.ageNanos()).toMillis()),
          e);
    } catch (ExecutionException e) {
      throw new DetectionStalledException("frame " + source + " was given up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DetectionStalledException("interrupted while waiting for frame " + source, e);
    }
  }
}
