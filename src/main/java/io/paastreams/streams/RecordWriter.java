package io.paastreams.streams;

import io.paastreams.event.DeadLetter;
import io.paastreams.event.RegistryException;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Serialises results before they are forwarded, because their size must be known to tell whether
 * their topic accepts them. So every record that is forwarded is accepted, and none makes a
 * transaction fail.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
public final class RecordWriter {

  private final Topics topics;
  private final RecordLimits limits;

  public RecordWriter(Topics topics, RecordLimits limits) {
    this.topics = topics;
    this.limits = limits;
  }

  /**
   * The record of a result.
   *
   * @param from headers of the record from which the result follows; those of a dead letter are
   *     left out
   * @param timestamp milliseconds since the epoch
   * @throws FailedRecordException if it cannot be serialised, or is too large for its topic
   * @throws RegistryException if the schema registry cannot be queried, which says nothing about
   *     the result
   */
  public <V> Record<byte @Nullable [], byte[]> result(
      TopicKind<V> kind, String key, V value, Headers from, long timestamp)
      throws FailedRecordException {
    Topic<V> topic = topics.of(kind);
    Headers headers = DeadLetter.withoutFailure(from);
    byte[] keyBytes;
    byte[] bytes;
    try {
      keyBytes = topic.keySerde().serializer().serialize(topic.name(), headers, key);
      bytes = topic.valueSerde().serializer().serialize(topic.name(), headers, value);
    } catch (RegistryException e) {
      throw e;
    } catch (RuntimeException e) { // a user's Serde class may throw anything
      throw new FailedRecordException(new RecordFailure.UnwritableResult(e));
    }
    long size = RecordSize.of(keyBytes, bytes, headers);
    long limit = limits.of(topic.name());
    if (size > limit) {
      throw new FailedRecordException(new RecordFailure.ResultTooLarge(topic.name(), size, limit));
    }
    return new Record<>(keyBytes, bytes, timestamp, headers);
  }

  /**
   * A dead letter with the key and value exactly as they were read, unless the value is too large
   * for the topic.
   */
  public Record<byte @Nullable [], byte @Nullable []> deadLetter(
      TopicKind<?> kind, InputRecord input, RecordFailure failure) {
    Headers headers = DeadLetterHeaders.of(input, failure);
    byte[] value = input.value();
    if (value != null
        && RecordSize.of(input.key(), value, headers) > limits.of(topics.of(kind).name())) {
      DeadLetterHeaders.add(
          headers, DeadLetter.OMITTED_VALUE_BYTES, Integer.toString(value.length));
      value = null;
    }
    return new Record<>(input.key(), value, input.timestamp(), headers);
  }
}
