package io.paastreams.batch;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Options of a {@link MicroBatcher}. */
public final class MicroBatcherBuilder<I, O> {

  private final BatchPolicy policy;
  private final BatchHandler<I, O> handler;
  private String name = "batcher";
  private Devices devices = new Devices(1, 1);
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

  /** So many devices, each of which computes one batch at a time. The default is one. */
  public MicroBatcherBuilder<I, O> devices(int devices) {
    return devices(devices, devices);
  }

  /**
   * Devices of which some compute several batches at a time.
   *
   * @param devices at least 1
   * @param concurrency batches that all of them compute at a time, at least one each; the handler
   *     must bear as many threads. Those beyond one each have to be full
   */
  public MicroBatcherBuilder<I, O> devices(int devices, int concurrency) {
    this.devices = new Devices(devices, concurrency);
    return this;
  }

  /**
   * Lets the batcher choose size and delay, so that items are done within this time of their
   * submission unless more come than the devices can take. The policy's size remains the largest;
   * its delay does not count. Zero, the default, leaves both to the policy.
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
    BatchShape shape =
        latencyTarget.isZero()
            ? BatchShape.of(policy)
            : new LatencyTuner(policy.maxSize(), latencyTarget, devices.count());
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
