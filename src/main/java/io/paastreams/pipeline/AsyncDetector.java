package io.paastreams.pipeline;

import io.paastreams.batch.BatchHandler;
import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchPolicy;
import io.paastreams.batch.MicroBatcher;
import io.paastreams.detection.Detection;
import io.paastreams.event.SourceOffset;
import io.paastreams.inference.Detector;
import io.paastreams.streams.AwakeClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs detection outside the stream threads; there is one per JVM, shared by all stream tasks.
 * Decode threads prepare images, and one batcher passes those of all cameras to the device. {@link
 * FrameJob} follows a single frame.
 *
 * <p>Threading: safe.
 */
final class AsyncDetector implements AutoCloseable {

  private final AwakeClock awake = AwakeClock.start();
  private final DeviceCalls device = new DeviceCalls(awake);
  private final MicroBatcher<NetworkImage, List<Detection>> batcher;
  private final DecodeQueue decodeQueue;
  private final StallDetector waiter;
  private final FrameJob.Stages stages;

  /** Futures that are not completed yet, so that giving up also reaches those held by a decoder. */
  private final Set<CompletableFuture<FrameOutcome>> unfinished = ConcurrentHashMap.newKeySet();

  AsyncDetector(
      PipelineConfig config,
      ModelSlot models,
      FramePreparation preparation,
      InstantSource clock,
      PipelineListener listener,
      BatchListener batchListener) {
    Detector detector = models.current().detector();
    this.batcher =
        MicroBatcher.<NetworkImage, List<Detection>>builder(
                batchPolicy(config, detector), device.over(new OnDetector(), this::deviceIsFree))
            .name("detector")
            .devices(detector.concurrency())
            .listener(new TuningLog(batchListener))
            .latencyTarget(config.latencyTarget())
            .outOfMemory(OutOfMemory::isCauseOf)
            .start();
    this.decodeQueue = new DecodeQueue(config.decodeThreads(), batcher::flush);
    ModelHealth health = new ModelHealth(config.maxModelFailuresInRow());
    this.waiter = new StallDetector(config.drainTimeout(), health, awake);
    this.stages =
        new FrameJob.Stages(
            decodeQueue,
            new DecodeTiming(),
            preparation,
            batcher,
            models,
            health,
            waiter,
            clock,
            listener);
  }

  /** A method of its own, because the queue exists only after the batcher. */
  private void deviceIsFree() {
    decodeQueue.hurry();
  }

  private static BatchPolicy batchPolicy(PipelineConfig config, Detector detector) {
    return BatchPolicy.unboundedPending(
        Math.min(config.maxBatchSize(), detector.maxBatch()), config.maxBatchDelay());
  }

  /**
   * Starts the detection of a frame.
   *
   * @return a future that completes with an outcome, even if the frame cannot be detected, and
   *     exceptionally only if the pipeline stops. Cancelling it avoids work that has not begun
   */
  CompletableFuture<FrameOutcome> detect(IntakeDecision.Admitted admitted, SourceOffset source) {
    FrameJob job = new FrameJob(stages, admitted, source);
    CompletableFuture<FrameOutcome> outcome = job.outcome();
    unfinished.add(outcome);
    var unused = outcome.whenComplete((result, failure) -> unfinished.remove(outcome));
    try {
      job.arrive();
    } catch (RejectedExecutionException e) {
      outcome.completeExceptionally(e);
    }
    return outcome;
  }

  /** How a stream thread waits for the frames that it submitted. */
  OutcomeWaiter waiter() {
    return waiter;
  }

  /** A clock that ignores pauses of the whole process. */
  AwakeClock awake() {
    return awake;
  }

  /** The number of frames that wait for a batch. */
  int queued() {
    return batcher.queued();
  }

  /** The watch over the calls to the device. */
  DeviceCalls device() {
    return device;
  }

  /** Gives up all frames; threads that wait for one are told at once. */
  void giveUp() {
    decodeQueue.shutdownNow();
    boolean unused = batcher.stop(Duration.ZERO);
    RejectedExecutionException reason = new RejectedExecutionException("the pipeline is stopping");
    unfinished.forEach(outcome -> outcome.completeExceptionally(reason));
  }

  /**
   * Gives up all frames.
   *
   * @return whether the detector is no longer in use
   */
  boolean close(Duration timeout) {
    giveUp();
    awake.close();
    return batcher.stop(timeout);
  }

  /** Gives up all frames; returns when the detector is no longer in use, or after 30 seconds. */
  @Override
  public void close() {
    giveUp();
    awake.close();
    batcher.close();
  }

  /** Passes batches to the detector of their model. */
  private static final class OnDetector implements BatchHandler<NetworkImage, List<Detection>> {

    @Override
    public List<List<Detection>> handle(List<NetworkImage> batch) {
      return handle(batch, () -> {});
    }

    @Override
    public List<List<Detection>> handle(List<NetworkImage> batch, Runnable deviceFree) {
      Detector detector = batch.get(0).generation().detector();
      return detector.detect(batch.stream().map(NetworkImage::image).toList(), deviceFree);
    }
  }
}
