package io.paastreams.streams;

import io.paastreams.event.SourceOffset;
import io.paastreams.text.Printable;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A record exactly as it was read, kept until its result is forwarded. */
public record InputRecord(
    SourceOffset source,
    byte @Nullable [] key,
    byte @Nullable [] value,
    long timestamp,
    Headers headers) {

  private static final int MOST_CAMERA_CHARS = 100;

  public static InputRecord of(
      SourceOffset source, Record<byte @Nullable [], byte @Nullable []> record) {
    return new InputRecord(
        source, record.key(), record.value(), record.timestamp(), record.headers());
  }

  /** A copy with another timestamp. */
  public InputRecord at(long time) {
    return new InputRecord(source, key, value, time, headers);
  }

  /** The key as text for people: by convention the camera's id. */
  public String camera() {
    return key == null
        ? "unknown"
        : Printable.line(new String(key, StandardCharsets.UTF_8), MOST_CAMERA_CHARS);
  }

  /** The number of bytes of key and value. */
  public int bytes() {
    return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }
}
