package io.paastreams.pipeline;

import io.paastreams.event.SourceOffset;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A record of the frames topic exactly as it was read; kept until its result is forwarded. */
record InputRecord(
    SourceOffset source,
    byte @Nullable [] key,
    byte @Nullable [] value,
    long timestamp,
    Headers headers) {

  static InputRecord of(SourceOffset source, Record<byte @Nullable [], byte @Nullable []> record) {
    return new InputRecord(
        source, record.key(), record.value(), record.timestamp(), record.headers());
  }

  /** Bytes of key and value. */
  int bytes() {
    return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }
}
