package io.paastreams.analytics;

import io.paastreams.event.RegistryException;
import io.paastreams.event.TopicKind;
import io.paastreams.streams.FailedRecordException;
import io.paastreams.streams.InputRecord;
import io.paastreams.streams.RecordFailure;
import io.paastreams.streams.RecordWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Creates output records. All are serialised before the first is forwarded: either all are
 * accepted, or the detection record becomes a dead letter and nothing else happens.
 *
 * <p>Threading: confined to the stream thread of its task.
 */
final class CameraRecordsWriter {

  private final RecordWriter writer;

  CameraRecordsWriter(RecordWriter writer) {
    this.writer = writer;
  }

  /**
   * A record for a node of the topology.
   *
   * @param kind of the topic that the node writes to
   * @param parent headers of the record that it follows from
   */
  record Output(
      Record<byte @Nullable [], byte @Nullable []> record, TopicKind<?> kind, Headers parent) {

    /** The name of the node. */
    String sink() {
      return AnalyticsTopology.sink(kind);
    }
  }

  /**
   * The records to forward, in that order.
   *
   * @param camera the camera that they are about
   * @param headers the headers of the record from which they follow
   * @param timestamp their timestamp in milliseconds since 1970
   * @throws FailedRecordException if one cannot be published
   * @throws RegistryException if the schema registry cannot be queried
   */
  List<Output> write(String camera, CameraRecords records, Headers headers, long timestamp)
      throws FailedRecordException {
    List<Output> outputs = new ArrayList<>();
    if (records.tracks() != null) {
      outputs.add(output(TopicKind.TRACKS, camera, records.tracks(), headers, timestamp));
    }
    Map<UUID, Headers> ofEvents = new HashMap<>();
    for (var event : records.events()) {
      Output output = output(TopicKind.EVENTS, camera, event, headers, timestamp);
      ofEvents.put(event.eventId(), output.record().headers());
      outputs.add(output);
    }
    for (var count : records.counts()) {
      outputs.add(output(TopicKind.COUNTS, camera, count, headers, timestamp));
    }
    for (var alert : records.alerts()) {
      Headers cause =
          alert.eventIds().stream()
              .map(ofEvents::get)
              .filter(Objects::nonNull)
              .reduce((first, last) -> last)
              .orElse(headers);
      outputs.add(output(TopicKind.ALERTS, alert.alertId().toString(), alert, cause, timestamp));
    }
    if (records.scene() != null) {
      outputs.add(output(TopicKind.SCENE, camera, records.scene(), headers, timestamp));
    }
    return outputs;
  }

  private <V> Output output(TopicKind<V> kind, String key, V value, Headers input, long timestamp)
      throws FailedRecordException {
    return output(kind, writer.result(kind, key, value, input, timestamp), input);
  }

  /**
   * A dead letter with key and value exactly as they were read, unless the value is too large for
   * the topic.
   */
  Output deadLetter(InputRecord input, RecordFailure failure) {
    TopicKind<?> kind = TopicKind.ANALYTICS_DEAD_LETTERS;
    return output(kind, writer.deadLetter(kind, input, failure), input.headers());
  }

  private static Output output(
      TopicKind<?> kind,
      Record<byte @Nullable [], ? extends byte @Nullable []> record,
      Headers parent) {
    return new Output(record.withValue(record.value()), kind, parent);
  }
}
