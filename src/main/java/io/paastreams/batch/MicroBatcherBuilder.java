package io.paastreams.batch;

import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Options of a {@link MicroBatcher}. */
public final class MicroBatcherBuilder<I, O> {

  private final BatchPolicy policy;
  private final BatchHandler<I, O> handler;
  private String name = "batcher";
  private int devices = 1;
  private BatchListener listener = BatchListener.NONE;
  private Predicate<? super Throwable> outOfMemory = OutOfMemoryError.class::isInstance;
  private LongSupplier nanoClock = System::nanoTime;

  MicroBatcherBuilder(BatchPolicy policy, BatchHandler<I, O> handler) {
    this.policy = policy;
    this.handler = handler;
  }

  /** Names the threads and the messages. */
  public MicroBatcherBuilder<I, O> name(String name) {
    this.name = name;
    return this;
  }

  /**
   * How many batches can be on devices at a time, at least 1, which is the default; the handler
   * must bear as many threads.
   */
  public MicroBatcherBuilder<I, O> devices(int devices) {
    if (devices < 1) {
      throw new IllegalArgumentException("devices = " + devices + ": must be at least 1");
    }
    this.devices = devices;
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

  /** A batcher whose workers do not run: the caller moves it with {@code runDueBatch}. */
  MicroBatcher<I, O> buildStepwise() {
    return new MicroBatcher<>(name, policy, devices, handler, listener, outOfMemory, nanoClock);
  }

  /** Starts the batcher and its workers. */
  public MicroBatcher<I, O> start() {
    MicroBatcher<I, O> batcher = buildStepwise();
    batcher.start();
    return batcher;
  }
}
