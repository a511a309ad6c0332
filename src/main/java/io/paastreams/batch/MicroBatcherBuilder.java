package io.paastreams.batch;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Options of a {@link MicroBatcher}. */
public final class MicroBatcherBuilder<I, O> {

  private final BatchPolicy policy;
  private final BatchHandler<I, O> handler;
  private String name = "batcher";
  private int devices = 1;
  private Duration latencyTarget = Duration.ZERO;
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

  /**
   * Lets the batcher choose the size, so that items are done within this time of their submission
   * unless more come than the devices can take. The policy's size remains the largest; its delay
   * does not count, and nobody waits for companions. Zero, the default, leaves both to the policy.
   */
  public MicroBatcherBuilder<I, O> latencyTarget(Duration latencyTarget) {
    if (latencyTarget.isNegative()) {
      throw new IllegalArgumentException(
          "latencyTarget = " + latencyTarget + ": must not be negative");
    }
    this.latencyTarget = latencyTarget;
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
    BatchSizing shape =
        latencyTarget.isZero()
            ? BatchSizing.of(policy)
            : new LatencyTuner(policy.maxSize(), latencyTarget);
    return new MicroBatcher<>(
        name, policy, shape, devices, handler, listener, outOfMemory, nanoClock);
  }

  /** Starts the batcher and its workers. */
  public MicroBatcher<I, O> start() {
    MicroBatcher<I, O> batcher = buildStepwise();
    batcher.start();
    return batcher;
  }
}
