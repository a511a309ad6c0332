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

  /** Sets the name used in threads and messages. */
  public MicroBatcherBuilder<I, O> name(String name) {
    this.name = name;
    return this;
  }

  /**
   * Sets how many batches can be on devices at the same time, at least 1, which is the default; the
   * handler must support as many threads.
   */
  public MicroBatcherBuilder<I, O> devices(int devices) {
    if (devices < 1) {
      throw new IllegalArgumentException("devices = " + devices + ": must be at least 1");
    }
    this.devices = devices;
    return this;
  }

  /**
   * Lets the batcher choose the size so that items are done within this time of their submission,
   * unless more arrive than the devices can handle. The policy's size remains the maximum; its
   * delay does not apply, and no item waits for others. Zero, the default, leaves both to the
   * policy.
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

  /** Sets which failures of the handler mean that the batch was too large for the memory. */
  public MicroBatcherBuilder<I, O> outOfMemory(Predicate<? super Throwable> outOfMemory) {
    this.outOfMemory = outOfMemory;
    return this;
  }

  MicroBatcherBuilder<I, O> nanoClock(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    return this;
  }

  /** Builds a batcher whose workers do not run; the caller advances it with {@code runDueBatch}. */
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
