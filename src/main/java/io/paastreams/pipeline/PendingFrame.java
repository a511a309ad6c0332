package io.paastreams.pipeline;

import io.paastreams.pipeline.MemoryBudget.Reservation;
import io.paastreams.streams.InputRecord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A frame in flight: the record as it was read, and the future of its outcome.
 *
 * <p>Threading: used by the stream thread of its task; the thread that completes the outcome first
 * writes {@link #finishedAt}.
 */
final class PendingFrame {

  private final InputRecord input;
  private final CompletableFuture<FrameOutcome> outcome;
  private final CompletableFuture<FrameOutcome> finished;
  private final Reservation memory;
  private final int windowSize;
  private final LongSupplier nanoClock;
  private final long enteredAt;
  private volatile long finishedAt;

  /** Creates a frame that counts itself in {@code unfinished} until it is done. */
  PendingFrame(
      InputRecord input,
      CompletableFuture<FrameOutcome> outcome,
      Reservation memory,
      AtomicInteger unfinished,
      LongSupplier nanoClock) {
    this.input = input;
    this.outcome = outcome;
    this.memory = memory;
    this.windowSize = unfinished.incrementAndGet();
    this.nanoClock = nanoClock;
    this.enteredAt = nanoClock.getAsLong();
    this.finished =
        outcome.whenComplete(
            (value, failure) -> {
              finishedAt = nanoClock.getAsLong();
              unfinished.decrementAndGet();
            });
  }

  InputRecord input() {
    return input;
  }

  /** The outcome, which is done once {@link #residenceNanos} is known as well. */
  CompletableFuture<FrameOutcome> outcome() {
    return finished;
  }

  boolean isDone() {
    return finished.isDone();
  }

  /** The number of unfinished frames, including itself, in its window when it arrived. */
  int windowSize() {
    return windowSize;
  }

  /** The time since it arrived. */
  long ageNanos() {
    return nanoClock.getAsLong() - enteredAt;
  }

  /** The time from its arrival until it was done. */
  long residenceNanos() {
    return finishedAt - enteredAt;
  }

  void releaseMemory() {
    memory.release();
  }

  /** Gives up the frame, which will be read again by whichever task gets its partition. */
  void abandon() {
    outcome.cancel(false);
    memory.release();
  }
}
