package io.paastreams.pipeline;

import io.paastreams.event.DeadLetter;
import io.paastreams.event.RegistryException;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.pipeline.FrameOutcome.Detected;
import io.paastreams.pipeline.FrameOutcome.Failed;
import io.paastreams.pipeline.FrameOutcome.Skipped;
import io.paastreams.streams.DeadLetterHeaders;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordLimits;
import io.paastreams.streams.RecordSize;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Turns outcomes into output records. A result that cannot be written, or that its topic would
 * refuse, is a failure of its frame and becomes a dead letter. So every record that is forwarded is
 * accepted, and no transaction fails because of it.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class ResultWriter {

  private final Topics topics;
  private final RecordLimits limits;

  ResultWriter(Topics topics, RecordLimits limits) {
    this.topics = topics;
    this.limits = limits;
  }

  /**
   * The record to forward.
   *
   * @throws RegistryException if the schema registry cannot be asked, which says nothing about the
   *     frame
   */
  Record<byte @Nullable [], SerializedResult> write(InputRecord input, FrameOutcome outcome) {
    try {
      if (outcome instanceof Detected detected) {
        var frame = detected.frame();
        return output(
            input,
            topics.of(TopicKind.DETECTIONS),
            frame.cameraId(),
            frame,
            bytes -> new SerializedResult.Detection(frame, bytes));
      }
      if (outcome instanceof Skipped skipped) {
        var frame = skipped.frame();
        return output(
            input,
            topics.of(TopicKind.SKIPPED),
            frame.cameraId(),
            frame,
            bytes -> new SerializedResult.Skip(frame, bytes));
      }
      return deadLetter(input, ((Failed) outcome).failure());
    } catch (RegistryException e) {
      throw e;
    } catch (RuntimeException e) {
      return deadLetter(input, new FrameFailure.UnwritableResult(e));
    }
  }

  private <V> Record<byte @Nullable [], SerializedResult> output(
      InputRecord input,
      Topic<V> topic,
      String cameraId,
      V value,
      Function<byte[], SerializedResult> serialized) {
    Headers headers = DeadLetter.withoutFailure(input.headers());
    byte[] key = topic.keySerde().serializer().serialize(topic.name(), headers, cameraId);
    byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), headers, value);
    long size = RecordSize.of(key, bytes, headers);
    long limit = limits.of(topic.name());
    if (size > limit) {
      return deadLetter(input, new FrameFailure.ResultTooLarge(topic.name(), size, limit));
    }
    return new Record<>(key, serialized.apply(bytes), input.timestamp(), headers);
  }

  /**
   * Creates a dead letter with the key and value exactly as they were read, unless that is too
   * large for the topic.
   */
  private Record<byte @Nullable [], SerializedResult> deadLetter(
      InputRecord input, FrameFailure failure) {
    Headers headers = DeadLetterHeaders.of(input, failure);
    byte[] value = input.value();
    if (value != null
        && RecordSize.of(input.key(), value, headers)
            > limits.of(topics.of(TopicKind.DEAD_LETTERS).name())) {
      DeadLetterHeaders.add(
          headers, DeadLetter.OMITTED_VALUE_BYTES, Integer.toString(value.length));
      value = null;
    }
    return new Record<>(
        input.key(), new SerializedResult.DeadLetter(failure, value), input.timestamp(), headers);
  }
}
