package io.paastreams.pipeline;

import io.paastreams.event.Frame;
import io.paastreams.event.RegistryException;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.Topic;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.pipeline.FrameOutcome.Skipped;
import io.paastreams.pipeline.admission.Admission;
import io.paastreams.pipeline.admission.Admission.Camera;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.pipeline.admission.CameraLane;
import io.paastreams.streams.FailedRecordException;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import io.paastreams.streams.RecordReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Turns a record into the future of an outcome: reads the frame event, decides whether it is
 * wanted, and starts the detection. A frame that is not detected has its outcome at once and waits
 * for its turn in the window like all others.
 *
 * <p>Frame events are read here rather than by the source node, for three reasons. Kafka's handler
 * for records that cannot be deserialised (KIP-1034) sends its dead letters at once, past frames of
 * the same camera that are still in flight. It cannot tell a poisoned record from a registry that
 * is down, and would dead-letter all cameras during an outage. And the bytes must be kept anyway,
 * for dead letters of later stages.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class FrameIntake {

  private final RecordReader<Frame> reader;
  private final int maxFrameBytes;
  private final Admission admission;
  private final CameraPartitions partitions;
  private final AsyncDetector detector;
  private final InstantSource clock;

  FrameIntake(
      Topic<Frame> topic,
      int maxFrameBytes,
      Admission admission,
      CameraPartitions partitions,
      AsyncDetector detector,
      InstantSource clock) {
    this.reader = new RecordReader<>(topic, "frame event");
    this.maxFrameBytes = maxFrameBytes;
    this.admission = admission;
    this.partitions = partitions;
    this.detector = detector;
    this.clock = clock;
  }

  /**
   * Reads a record. If its frame is to be detected and only the newest of its camera may wait, an
   * older waiting one is skipped.
   *
   * @throws RegistryException if the schema registry cannot be queried, in which case the record
   *     must be read again
   */
  IntakeDecision read(InputRecord input) {
    byte[] value = input.value();
    if (value != null && value.length > maxFrameBytes) {
      return failed(new FrameFailure.FrameTooLarge(value.length, maxFrameBytes));
    }
    try {
      return admit(input, reader.read(input));
    } catch (FailedRecordException e) {
      return failed(e.failure());
    }
  }

  private IntakeDecision admit(InputRecord input, Frame frame) {
    partitions.seen(frame.cameraId(), input.source().partition(), frame.captureTime());
    Camera camera = admission.camera(frame.cameraId());
    AdmissionRule rule = Admission.rule(camera, input.headers());
    Instant now = clock.instant();
    Optional<SkipReason> skip = Admission.skip(camera, rule, frame, now);
    if (skip.isPresent()) {
      return new IntakeDecision.Settled(Skipped.of(frame, input.source(), skip.get(), now));
    }
    CameraLane lane = Admission.lane(camera, rule);
    lane.supersedeArrived();
    return new IntakeDecision.Admitted(frame, rule, lane);
  }

  /** Starts the detection of what {@link #read} admitted. */
  CompletableFuture<FrameOutcome> begin(IntakeDecision decision, SourceOffset source) {
    return decision instanceof IntakeDecision.Admitted admitted
        ? detector.detect(admitted, source)
        : CompletableFuture.completedFuture(((IntakeDecision.Settled) decision).outcome());
  }

  private static IntakeDecision failed(RecordFailure failure) {
    return new IntakeDecision.Settled(new Failed(failure));
  }
}
