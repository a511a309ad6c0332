package io.paastreams.streams;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes records without a timestamp too. Kafka's own extractors stop the stream or drop the record,
 * and either would lose frames of producers that set none. What takes the place of none is {@link
 * RecordTime}'s to say: here the frame is not read yet.
 */
public final class AnyTimestamp implements TimestampExtractor {

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp());
  }
}
