package io.paastreams.pipeline;

import io.paastreams.batch.BatchItemException;
import io.paastreams.batch.BatcherStoppedException;
import io.paastreams.batch.ItemExpiredException;
import io.paastreams.batch.ItemTerms;
import io.paastreams.detection.Detection;
import io.paastreams.event.Frame;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException;
import io.paastreams.image.PreparedImage;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.pipeline.FrameOutcome.Skipped;
import io.paastreams.pipeline.FramePreparation.Prepared;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One frame from its arrival to its outcome: waits for a decode thread, is prepared, waits for the
 * device, and becomes detections, or is skipped or fails on the way.
 *
 * <p>Threading: runs on a decode thread; the batcher's workers bring its detections; a stream
 * thread may abandon it at any time by cancelling its outcome.
 */
final class DetectionJob implements Runnable, CameraLane.Job {

  private final FrameDetection detection;
  private final AdmissionRule rule;
  private final @Nullable CameraLane lane;
  private final SourceOffset source;
  private final CompletableFuture<FrameOutcome> outcome = new CompletableFuture<>();

  /** Null when it is done: a lane keeps its last job, which must not keep the picture. */
  private volatile @Nullable Frame frame;

  private volatile @Nullable Prepared prepared;
  private volatile @Nullable CompletableFuture<List<Detection>> detections;

  DetectionJob(FrameDetection detection, Arrival.Admitted admitted, SourceOffset source) {
    this.detection = detection;
    this.frame = admitted.frame();
    this.rule = admitted.rule();
    this.lane = admitted.lane();
    this.source = source;
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

  /** Begins to wait for a decode thread. */
  void arrive() {
    if (lane != null) {
      lane.arrive(this);
    }
  }

  void giveUp() {
    outcome.completeExceptionally(new RejectedExecutionException("the pipeline stops"));
  }

  @Override
  public void run() {
    try {
      if (lane != null) {
        lane.begin(this);
      }
      Frame frame = this.frame;
      if (frame == null) {
        return;
      }
      if (rule.isTooOld(frame, detection.now())) {
        skip(SkipReason.TOO_OLD);
        return;
      }
      prepareAndSubmit(frame);
    } catch (ImageException e) {
      fail(new FrameFailure.BadPicture(e));
    } catch (ClaimCheckException e) {
      fail(new FrameFailure.ClaimCheckFailed(e));
    } catch (InterruptedException e) {
      giveUp();
    } catch (OutOfMemoryError | InternalError | LinkageError e) { // no frame is to blame
      outcome.completeExceptionally(e);
    } catch (Throwable e) { // a decoder's bug must cost its frame, not the thread and all frames
      fail(new FrameFailure.PreparationFailed(e));
    } finally {
      detection.leftDecodeThread();
    }
  }

  private void prepareAndSubmit(Frame frame)
      throws ImageException, ClaimCheckException, InterruptedException {
    Prepared prepared = detection.prepare(frame.payload());
    this.prepared = prepared;
    try {
      if (lane == null) {
        submit(0);
      } else {
        lane.ready(this);
      }
    } finally {
      if (detections == null) { // interrupted or superseded
        prepared.memory().release();
      }
    }
  }

  @Override
  public void submit(long waitedNanos) throws InterruptedException {
    Frame frame = this.frame;
    Prepared prepared = this.prepared;
    if (frame == null || prepared == null) {
      return; // abandoned
    }
    PreparedImage image = prepared.image();
    ItemTerms terms =
        new ItemTerms(
            1,
            rule.priority(),
            Duration.ofNanos(waitedNanos),
            rule.patience(frame, detection.now()));
    CompletableFuture<List<Detection>> detections = detection.submit(image, terms);
    this.detections = detections;
    this.prepared = null;
    var unused =
        detections.whenComplete(
            (found, failure) -> {
              prepared.memory().release();
              finish(image.original(), found, failure);
            });
    if (outcome.isDone()) { // abandoned meanwhile
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
    return detections != null && detection.withdraw(detections);
  }

  @Override
  public void supersede() {
    skip(SkipReason.SUPERSEDED);
    detection.withdraw(this);
  }

  private void skip(SkipReason reason) {
    Frame frame = this.frame;
    if (frame != null) {
      outcome.complete(Skipped.of(frame, source, reason, detection.now()));
    }
  }

  private void finish(
      Size frameSize, @Nullable List<Detection> found, @Nullable Throwable failure) {
    Frame frame = this.frame;
    if (frame == null) {
      return; // abandoned
    }
    if (found != null) {
      try {
        outcome.complete(detection.detected(frame, source, frameSize, found));
      } catch (RuntimeException e) { // such as a class that has no label
        detection.modelFailed();
        fail(new FrameFailure.ModelFailed(e));
      }
    } else if (failure instanceof BatchItemException alone) {
      detection.modelFailed();
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
