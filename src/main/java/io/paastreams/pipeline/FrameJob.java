package io.paastreams.pipeline;

import io.paastreams.batch.BatchItemException;
import io.paastreams.batch.BatcherStoppedException;
import io.paastreams.batch.ItemExpiredException;
import io.paastreams.batch.ItemTerms;
import io.paastreams.batch.MicroBatcher;
import io.paastreams.claimcheck.ClaimCheckException;
import io.paastreams.detection.Detection;
import io.paastreams.event.Frame;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import io.paastreams.pipeline.FrameOutcome.Detected;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.pipeline.FrameOutcome.Skipped;
import io.paastreams.pipeline.FramePreparation.Prepared;
import io.paastreams.pipeline.ModelSlot.Lease;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.CameraLane;
import io.paastreams.pipeline.admission.CameraLane.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One frame from its arrival to its outcome: it waits for a decode thread, is prepared, waits for
 * the device, and becomes detections, or it is skipped or fails on the way.
 *
 * <p>Threading: runs on a decode thread; the batcher's workers deliver its detections; a stream
 * thread may abandon it at any time by cancelling its outcome.
 */
final class FrameJob implements Runnable, CameraLane.Job {

  /** The stages that a frame passes through, shared by all jobs. */
  record Stages(
      DecodeQueue decodeQueue,
      DecodeTiming timing,
      FramePreparation preparation,
      MicroBatcher<NetworkImage, List<Detection>> batcher,
      ModelSlot models,
      ModelHealth health,
      StallDetector stalls,
      InstantSource clock,
      PipelineListener listener) {

    Instant now() {
      return clock.instant();
    }
  }

  private final Stages stages;
  private final AdmissionRule rule;
  private final CameraLane lane;
  private final SourceOffset source;
  private final CompletableFuture<FrameOutcome> outcome = new CompletableFuture<>();
  private final DecodeQueue.Place place;

  /**
   * Null when the job is done, because a lane keeps its last job, which must not keep the image.
   */
  private volatile @Nullable Frame frame;

  private volatile @Nullable Prepared prepared;
  private volatile @Nullable Lease lease;
  private volatile @Nullable CompletableFuture<List<Detection>> detections;

  FrameJob(Stages stages, IntakeDecision.Admitted admitted, SourceOffset source) {
    this.stages = stages;
    this.frame = admitted.frame();
    this.rule = admitted.rule();
    this.lane = admitted.lane();
    this.source = source;
    this.place = stages.decodeQueue().place(this);
    var unused = outcome.whenComplete((result, failure) -> forget());
  }

  private void forget() {
    frame = null;
    CompletableFuture<List<Detection>> running = detections;
    if (running != null) {
      running.cancel(false); // does nothing unless the frame was abandoned
    }
  }

  CompletableFuture<FrameOutcome> outcome() {
    return outcome;
  }

  /**
   * Starts waiting for a decode thread.
   *
   * @throws RejectedExecutionException if the pipeline stops
   */
  void arrive() {
    place.enter(() -> lane.arrive(this), delayNanos());
  }

  private long delayNanos() {
    if (lane.work() != Work.NEWER) {
      return 0; // it has to be decoded anyway
    }
    return stages
        .timing()
        .delayNanos(stages.batcher().nanosUntilFree(), stages.decodeQueue().jobsPerThread());
  }

  void giveUp() {
    outcome.completeExceptionally(new RejectedExecutionException("the pipeline stops"));
  }

  @Override
  public void run() {
    try {
      lane.begin(this);
      Frame frame = this.frame;
      if (frame == null) {
        return;
      }
      if (rule.isTooOld(frame, stages.now())) {
        skip(SkipReason.TOO_OLD);
        return;
      }
      prepareAndSubmit(frame);
    } catch (ImageException e) {
      fail(new FrameFailure.BadImage(e));
    } catch (ClaimCheckException e) {
      fail(new FrameFailure.ClaimCheckFailed(e));
    } catch (InterruptedException e) {
      giveUp();
    } catch (OutOfMemoryError | InternalError | LinkageError e) { // no frame is at fault
      outcome.completeExceptionally(e);
    } catch (
        Throwable e) { // a decoder's bug must only cost its frame, not the thread and all frames
      fail(new FrameFailure.PreparationFailed(e));
    } finally {
      place.leave();
    }
  }

  private void prepareAndSubmit(Frame frame)
      throws ImageException, ClaimCheckException, InterruptedException {
    long start = System.nanoTime();
    Lease lease = stages.models().lease();
    this.lease = lease;
    Prepared prepared;
    try {
      prepared = stages.preparation().prepare(frame.payload(), lease.generation().preprocessor());
    } catch (Throwable e) {
      lease.end();
      throw e;
    }
    long took = System.nanoTime() - start;
    stages.timing().prepared(took);
    stages.listener().framePrepared(source, Duration.ofNanos(took));
    this.prepared = prepared;
    try {
      lane.ready(this);
    } finally {
      if (detections == null) { // interrupted or superseded
        prepared.memory().release();
        lease.end();
      }
    }
  }

  @Override
  public void submit(long waitedNanos) throws InterruptedException {
    Frame frame = this.frame;
    Prepared prepared = this.prepared;
    Lease lease = this.lease;
    if (frame == null || prepared == null || lease == null) {
      return; // abandoned
    }
    PreparedImage image = prepared.image();
    NetworkImage toNetwork = new NetworkImage(image, lease.generation());
    ItemTerms terms =
        new ItemTerms(
            1, rule.priority(), Duration.ofNanos(waitedNanos), rule.patience(frame, stages.now()));
    CompletableFuture<List<Detection>> detections =
        stages.batcher().submit(toNetwork, toNetwork.bucket(), terms);
    this.detections = detections;
    this.prepared = null;
    Thread submitter = Thread.currentThread();
    var unused =
        detections.whenComplete(
            (found, failure) -> {
              prepared.memory().release();
              if (found != null && Thread.currentThread() != submitter) {
                stages.listener().frameComputed(source);
              }
              try {
                finish(image.original(), lease.generation().detector(), found, failure);
              } finally {
                lease.end();
              }
            });
    if (outcome.isDone()) { // abandoned in the meantime
      detections.cancel(false);
    }
  }

  @Override
  public long order() {
    return source.offset();
  }

  @Override
  public boolean withdraw() {
    CompletableFuture<List<Detection>> detections = this.detections;
    return detections != null && stages.batcher().withdraw(detections);
  }

  @Override
  public void supersede() {
    skip(SkipReason.SUPERSEDED);
    place.withdraw();
  }

  private void skip(SkipReason reason) {
    Frame frame = this.frame;
    if (frame != null) {
      outcome.complete(Skipped.of(frame, source, reason, stages.now()));
    }
  }

  private void finish(
      Size frameSize,
      Detector detector,
      @Nullable List<Detection> found,
      @Nullable Throwable failure) {
    Frame frame = this.frame;
    if (frame == null) {
      return; // abandoned
    }
    if (found != null) {
      try {
        Detected detected = Detected.of(frame, source, frameSize, found, detector, stages.now());
        stages.health().succeeded();
        stages.stalls().progressed();
        outcome.complete(detected);
      } catch (RuntimeException e) { // such as a class that has no label
        stages.health().failed();
        fail(new FrameFailure.ModelFailed(e));
      }
    } else if (failure instanceof BatchItemException alone) {
      stages.health().failed();
      fail(new FrameFailure.ModelFailed(alone.getCause() == null ? alone : alone.getCause()));
    } else if (failure instanceof ItemExpiredException) {
      skip(SkipReason.TOO_OLD);
    } else if (failure instanceof BatcherStoppedException stopped) {
      Throwable death = stopped.getCause();
      if (death == null) {
        giveUp();
      } else {
        outcome.completeExceptionally(new ModelUnusableException(death));
      }
    }
  }

  private void fail(FrameFailure failure) {
    outcome.complete(new Failed(failure));
  }
}
