package io.paastreams.streams;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Also accepts records without a timestamp. Kafka's own extractors stop the stream or drop the
 * record, and either would lose frames of producers that set none. {@link RecordTime} decides what
 * replaces a missing one, because the frame has not been read yet at this point.
 */
public final class AnyTimestamp implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }
}
