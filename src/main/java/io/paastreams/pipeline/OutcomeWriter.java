package io.paastreams.pipeline;

import io.paastreams.event.RegistryException;
import io.paastreams.event.TopicKind;
import io.paastreams.pipeline.FrameOutcome.Detected;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.pipeline.FrameOutcome.Skipped;
import io.paastreams.streams.FailedRecordException;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import io.paastreams.streams.RecordWriter;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Turns outcomes into output records. A result that cannot be written, or that its topic would
 * refuse, is a failure of its frame and becomes a dead letter.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class OutcomeWriter {

  private final RecordWriter writer;

  OutcomeWriter(RecordWriter writer) {
    this.writer = writer;
  }

  /**
   * The record to forward.
   *
   * @throws RegistryException if the schema registry cannot be queried, which says nothing about
   *     the frame
   */
  Record<byte @Nullable [], SerializedResult> write(InputRecord input, FrameOutcome outcome) {
    try {
      if (outcome instanceof Detected detected) {
        var frame = detected.frame();
        var record = result(input, TopicKind.DETECTIONS, frame.cameraId(), frame);
        return record.withValue(new SerializedResult.Detection(frame, record.value()));
      }
      if (outcome instanceof Skipped skipped) {
        var frame = skipped.frame();
        var record = result(input, TopicKind.SKIPPED, frame.cameraId(), frame);
        return record.withValue(new SerializedResult.Skip(frame, record.value()));
      }
      return deadLetter(input, ((Failed) outcome).failure());
    } catch (FailedRecordException e) {
      return deadLetter(input, e.failure());
    }
  }

  private <V> Record<byte @Nullable [], byte[]> result(
      InputRecord input, TopicKind<V> kind, String cameraId, V value) throws FailedRecordException {
    return writer.result(kind, cameraId, value, input.headers(), input.timestamp());
  }

  private Record<byte @Nullable [], SerializedResult> deadLetter(
      InputRecord input, RecordFailure failure) {
    var record = writer.deadLetter(TopicKind.DEAD_LETTERS, input, failure);
    return record.withValue(new SerializedResult.DeadLetter(failure, record.value()));
  }
}
