package io.paastreams.pipeline;

import io.paastreams.event.Frame;
import io.paastreams.event.RegistryException;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.SkippedFrame.SkipReason;
import io.paastreams.event.Topic;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.pipeline.FrameOutcome.Skipped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.SerializationException;

/**
 * From a record to the promise of an outcome: reads the frame event, asks the admission policy, and
 * starts the detection. What is not detected has its outcome at once, and waits for its turn in the
 * window like all others.
 *
 * <p>Frame events are read here and not by the source node, for three reasons. Kafka's handler for
 * records that cannot be deserialised (KIP-1034) sends its dead letters at once, past frames of the
 * same camera that are still in flight. It cannot tell a poisoned record from a registry that is
 * down, and would dead-letter all cameras during an outage. And the bytes must be kept anyway, for
 * the dead letters of later stages.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class FrameIntake {

  private final Topic<String, Frame> topic;
  private final int maxFrameBytes;
  private final AdmissionPolicy admission;
  private final FrameDetection detection;
  private final InstantSource clock;

  FrameIntake(
      Topic<String, Frame> topic,
      int maxFrameBytes,
      AdmissionPolicy admission,
      FrameDetection detection,
      InstantSource clock) {
    this.topic = topic;
    this.maxFrameBytes = maxFrameBytes;
    this.admission = admission;
    this.detection = detection;
    this.clock = clock;
  }

  /**
   * Starts on a record.
   *
   * @throws RegistryException if the schema registry cannot be asked: the record is to be read
   *     again
   */
  CompletableFuture<FrameOutcome> begin(InputRecord input) {
    byte[] value = input.value();
    if (value == null) {
      return failed(new FrameFailure.NoValue());
    }
    if (value.length > maxFrameBytes) {
      return failed(new FrameFailure.FrameTooLarge(value.length, maxFrameBytes));
    }
    Frame frame;
    try {
      frame = topic.valueSerde().deserializer().deserialize(topic.name(), input.headers(), value);
    } catch (RegistryException e) {
      throw e;
    } catch (RuntimeException e) { // a user's Serde class may throw anything
      return failed(new FrameFailure.UnreadableRecord(e));
    }
    if (frame == null) {
      return failed(
          new FrameFailure.UnreadableRecord(
              new SerializationException(
                  "the frame serde made null of " + value.length + " bytes")));
    }
    Instant now = clock.instant();
    Optional<SkipReason> skip = admission.skip(frame, now);
    return skip.isPresent()
        ? CompletableFuture.completedFuture(
            new Skipped(skippedFrame(input, frame, skip.get(), now)))
        : detection.detect(frame, input.source());
  }

  private static SkippedFrame skippedFrame(
      InputRecord input, Frame frame, SkipReason reason, Instant now) {
    return new SkippedFrame(
        frame.frameId(),
        frame.cameraId(),
        frame.sequence(),
        reason,
        input.source(),
        frame.captureTime(),
        frame.ingestTime(),
        now);
  }

  private static CompletableFuture<FrameOutcome> failed(FrameFailure failure) {
    return CompletableFuture.completedFuture(new Failed(failure));
  }
}
