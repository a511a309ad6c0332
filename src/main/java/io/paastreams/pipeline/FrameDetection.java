package io.paastreams.pipeline;

import io.paastreams.batch.BatchHandler;
import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchPolicy;
import io.paastreams.batch.ItemTerms;
import io.paastreams.batch.MicroBatcher;
import io.paastreams.detection.Detection;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import io.paastreams.pipeline.FrameOutcome.Detected;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.pipeline.FramePreparation.Prepared;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The asynchronous part of the pipeline, one a JVM, shared by all stream tasks: decode threads
 * prepare pictures, one batcher gives those of all cameras to the device.
 *
 * <p>It also knows what the batcher does not: whether a further frame is on its way to it. When
 * none is, the batcher is flushed: to wait for frames that nobody has seen yet makes nobody
 * earlier, and those that come while the device is busy share the next batch anyway.
 *
 * <p>Threading: safe.
 */
final class FrameDetection implements OutcomeWaiter, AutoCloseable {

  /** How long to wait when nothing has come for a whole timeout already. */
  private static final Duration STALLED_PATIENCE = Duration.ofSeconds(1);

  private final Detector detector;
  private final FramePreparation preparation;
  private final ModelHealth health;
  private final InstantSource clock;
  private final PipelineListener listener;
  private final Duration patience;
  private final ThreadPoolExecutor decodeThreads;
  private final DeviceWatch device = new DeviceWatch(System::nanoTime);
  private final MicroBatcher<PreparedImage, List<Detection>> batcher;

  /** Promises that are not kept yet, so that giving up reaches those in hand of a decoder too. */
  private final Set<CompletableFuture<FrameOutcome>> unfinished = ConcurrentHashMap.newKeySet();

  private final AtomicInteger preparing = new AtomicInteger();
  private volatile boolean stalled;

  FrameDetection(
      PipelineConfig config,
      Detector detector,
      FramePreparation preparation,
      InstantSource clock,
      PipelineListener listener,
      BatchListener batchListener) {
    this.detector = detector;
    this.preparation = preparation;
    this.health = new ModelHealth(config.maxModelFailuresInRow());
    this.clock = clock;
    this.listener = listener;
    this.patience = config.drainTimeout();
    AtomicInteger number = new AtomicInteger();
    this.decodeThreads =
        new ThreadPoolExecutor(
            config.decodeThreads(),
            config.decodeThreads(),
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "decode-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.batcher =
        MicroBatcher.<PreparedImage, List<Detection>>builder(
                batchPolicy(config, detector), device.over(new OnDetector(detector)))
            .name("detector")
            .devices(detector.concurrency())
            .listener(new TuningLog(batchListener))
            .latencyTarget(config.latencyTarget())
            .outOfMemory(OutOfMemory::isCauseOf)
            .start();
  }

  private static BatchPolicy batchPolicy(PipelineConfig config, Detector detector) {
    return BatchPolicy.unboundedPending(
        Math.min(config.maxBatchSize(), detector.maxBatch()), config.maxBatchDelay());
  }

  /**
   * Starts the detection of a frame.
   *
   * @return completes with an outcome, also if the frame cannot be detected; exceptionally only if
   *     the pipeline stops. Cancelling it spares what has not begun
   */
  CompletableFuture<FrameOutcome> detect(Arrival.Admitted admitted, SourceOffset source) {
    DetectionJob job = new DetectionJob(this, admitted, source);
    CompletableFuture<FrameOutcome> outcome = job.outcome();
    unfinished.add(outcome);
    var unused = outcome.whenComplete((result, failure) -> unfinished.remove(outcome));
    preparing.incrementAndGet();
    job.arrive();
    try {
      decodeThreads.execute(job);
    } catch (RejectedExecutionException e) {
      preparing.decrementAndGet();
      outcome.completeExceptionally(e);
    }
    return outcome;
  }

  /** Brings a picture to the network's size, on the calling decode thread. */
  Prepared prepare(FramePayload payload)
      throws ImageException, ClaimCheckException, InterruptedException {
    long start = System.nanoTime();
    Prepared prepared = preparation.prepare(payload);
    listener.framePrepared(Duration.ofNanos(System.nanoTime() - start));
    return prepared;
  }

  /** A job will not come to the batcher any more, or has. */
  void leftDecodeThread() {
    if (preparing.decrementAndGet() == 0) {
      batcher.flush();
    }
  }

  /** Takes a job back that waits for a decode thread. */
  void withdraw(DetectionJob job) {
    if (decodeThreads.remove(job)) {
      leftDecodeThread();
    }
  }

  /** Lets a picture wait for the device. */
  CompletableFuture<List<Detection>> submit(PreparedImage image, ItemTerms terms)
      throws InterruptedException {
    return batcher.submit(image, image.padded(), terms);
  }

  /** Takes a picture back; false if the device has taken it. */
  boolean withdraw(CompletableFuture<List<Detection>> detections) {
    return batcher.withdraw(detections);
  }

  /** What the device found, as an outcome. */
  Detected detected(Frame frame, SourceOffset source, Size frameSize, List<Detection> found) {
    Detected detected = Detected.of(frame, source, frameSize, found, detector, now());
    health.succeeded();
    stalled = false;
    return detected;
  }

  void modelFailed() {
    health.failed();
  }

  Instant now() {
    return clock.instant();
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

  private FrameOutcome result(PendingFrame frame, Duration timeout) {
    SourceOffset source = frame.input().source();
    try {
      return frame.outcome().get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      stalled = true;
      throw new DetectionStalledException(
          "frame %s has no result after %d ms: the detector hangs, or is too slow for drainTimeout"
              .formatted(source, Duration.ofNanos(frame.ageNanos()).toMillis()),
          e);
    } catch (ExecutionException e) {
      throw new DetectionStalledException("frame " + source + " was given up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DetectionStalledException("interrupted while waiting for frame " + source, e);
    }
  }

  /** Number of frames that wait for a batch. */
  int queued() {
    return batcher.queued();
  }

  /** Which call of the device is under way. */
  DeviceWatch device() {
    return device;
  }

  /** Gives up all frames: who waits for one is told at once. */
  void giveUp() {
    decodeThreads.shutdownNow();
    boolean unused = batcher.stop(Duration.ZERO);
    RejectedExecutionException reason = new RejectedExecutionException("the pipeline stops");
    unfinished.forEach(outcome -> outcome.completeExceptionally(reason));
  }

  /**
   * Gives up all frames.
   *
   * @return whether the detector is no longer in use
   */
  boolean close(Duration timeout) {
    giveUp();
    return batcher.stop(timeout);
  }

  /** Gives up all frames; returns when the detector is no longer in use, or after 30 seconds. */
  @Override
  public void close() {
    giveUp();
    batcher.close();
  }

  /** The batcher's view of a detector. */
  private record OnDetector(Detector detector)
      implements BatchHandler<PreparedImage, List<Detection>> {

    @Override
    public List<List<Detection>> handle(List<PreparedImage> batch) {
      return detector.detect(batch);
    }

    @Override
    public List<List<Detection>> handle(List<PreparedImage> batch, Runnable deviceFree) {
      return detector.detect(batch, deviceFree);
    }
  }
}
