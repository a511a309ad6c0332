package io.paastreams.analytics;

import io.paastreams.event.DeadLetter;
import io.paastreams.event.RegistryException;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.streams.DeadLetterHeaders;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordLimits;
import io.paastreams.streams.RecordSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Makes output records. They are serialised before the first of them is forwarded: either all are
 * accepted, or the detection record becomes a dead letter and nothing has happened.
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
   * A record for a node of the topology.
   *
   * @param sink name of the node
   */
  record Output(Record<byte @Nullable [], byte @Nullable []> record, String sink) {}

  /** A record that its topic would refuse. */
  static final class UnusableResultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient AnalyticsFailure failure;

    UnusableResultException(AnalyticsFailure failure) {
      super(failure.message());
      this.failure = failure;
    }

    AnalyticsFailure failure() {
      return failure;
    }
  }

  /**
   * The records to forward, in that order.
   *
   * @param camera whose they are
   * @param headers of the record that they follow from
   * @param timestamp of all of them, in milliseconds since 1970
   * @throws UnusableResultException if one cannot be published
   * @throws RegistryException if the schema registry cannot be asked
   */
  List<Output> write(String camera, CameraRecords records, Headers headers, long timestamp)
      throws UnusableResultException {
    List<Output> outputs = new ArrayList<>();
    if (records.tracks() != null) {
      outputs.add(output(TopicKind.TRACKS, camera, records.tracks(), headers, timestamp));
    }
    for (var event : records.events()) {
      outputs.add(output(TopicKind.EVENTS, camera, event, headers, timestamp));
    }
    for (var count : records.counts()) {
      outputs.add(output(TopicKind.COUNTS, camera, count, headers, timestamp));
    }
    for (var alert : records.alerts()) {
      outputs.add(output(TopicKind.ALERTS, alert.alertId().toString(), alert, headers, timestamp));
    }
    if (records.scene() != null) {
      outputs.add(output(TopicKind.SCENE, camera, records.scene(), headers, timestamp));
    }
    return outputs;
  }

  private <V> Output output(TopicKind<V> kind, String key, V value, Headers input, long timestamp)
      throws UnusableResultException {
    Topic<V> topic = topics.of(kind);
    Headers headers = DeadLetter.withoutFailure(input);
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    byte[] bytes;
    try {
      bytes = topic.valueSerde().serializer().serialize(topic.name(), headers, value);
    } catch (RegistryException e) {
      throw e;
    } catch (RuntimeException e) { // a user's Serde class may throw anything
      throw new UnusableResultException(new AnalyticsFailure.UnwritableResult(e));
    }
    long size = RecordSize.of(keyBytes, bytes, headers);
    long limit = limits.of(topic.name());
    if (size > limit) {
      throw new UnusableResultException(
          new AnalyticsFailure.ResultTooLarge(topic.name(), size, limit));
    }
    return new Output(
        new Record<>(keyBytes, bytes, timestamp, headers), AnalyticsTopology.sink(kind));
  }

  /** With key and value exactly as they were read, unless even that is too large for the topic. */
  Output deadLetter(InputRecord input, AnalyticsFailure failure) {
    Headers headers = DeadLetterHeaders.of(input, failure);
    byte[] value = input.value();
    String topic = topics.of(TopicKind.ANALYTICS_DEAD_LETTERS).name();
    if (value != null && RecordSize.of(input.key(), value, headers) > limits.of(topic)) {
      DeadLetterHeaders.add(
          headers, DeadLetter.OMITTED_VALUE_BYTES, Integer.toString(value.length));
      value = null;
    }
    return new Output(
        new Record<>(input.key(), value, input.timestamp(), headers),
        AnalyticsTopology.sink(TopicKind.ANALYTICS_DEAD_LETTERS));
  }
}
