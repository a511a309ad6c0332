package io.paastreams.batch;

import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Options of a {@link MicroBatcher}. */
public final class MicroBatcherBuilder<I, O> {

  private final BatchPolicy policy;
  private final BatchHandler<I, O> handler;
  private String name = "batcher";
  private BatchListener listener = BatchListener.NONE;
  private Predicate<? super Throwable> outOfMemory = OutOfMemoryError.class::isInstance;
  private LongSupplier nanoClock = System::nanoTime;

  MicroBatcherBuilder(BatchPolicy policy, BatchHandler<I, O> handler) {
    this.policy = policy;
    this.handler = handler;
  }

  /** Names the thread and the messages. */
  public MicroBatcherBuilder<I, O> name(String name) {
    this.name = name;
    return this;
  }

  public MicroBatcherBuilder<I, O> listener(BatchListener listener) {
    this.listener = listener;
    return this;
  }

  /** Tells which failures of the handler mean that the batch was too large for the memory. */
  public MicroBatcherBuilder<I, O> outOfMemory(Predicate<? super Throwable> outOfMemory) {
    this.outOfMemory = outOfMemory;
    return this;
  }

  MicroBatcherBuilder<I, O> nanoClock(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    return this;
  }

  /** A batcher whose thread does not run: the caller moves it with {@code runDueBatch}. */
  MicroBatcher<I, O> buildStepwise() {
    return new MicroBatcher<>(name, policy, handler, listener, outOfMemory, nanoClock);
  }

  /** Starts the batcher and its thread. */
  public MicroBatcher<I, O> start() {
    MicroBatcher<I, O> batcher = buildStepwise();
    batcher.start();
    return batcher;
  }
}
