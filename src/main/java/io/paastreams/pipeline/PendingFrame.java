package io.paastreams.pipeline;

import io.paastreams.pipeline.MemoryBudget.Reservation;
import io.paastreams.streams.InputRecord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A frame in flight: the record as it was read, and the promise of its outcome.
 *
 * <p>Threading: the stream thread of its task; whoever completes the outcome also writes {@link
 * #finishedAt}, before it does.
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

  /** Counts itself in {@code unfinished} until it is done. */
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

  /** Done when {@link #residenceNanos} is known too. */
  CompletableFuture<FrameOutcome> outcome() {
    return finished;
  }

  boolean isDone() {
    return finished.isDone();
  }

  /** How many unfinished frames its window had when it came in, itself included. */
  int windowSize() {
    return windowSize;
  }

  /** Since it came in. */
  long ageNanos() {
    return nanoClock.getAsLong() - enteredAt;
  }

  /** From when it came in until it was done. */
  long residenceNanos() {
    return finishedAt - enteredAt;
  }

  void releaseMemory() {
    memory.release();
  }

  /** Gives the frame up: it will be read again by whoever gets its partition. */
  void abandon() {
    outcome.cancel(false);
    memory.release();
  }
}
