package io.paastreams.streams;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The number of bytes that a record takes, rounded up slightly. */
public final class RecordSize {

  /** Lengths are variable-length integers of at most 5 bytes. */
  private static final int LENGTH_BYTES = 5;

  private RecordSize() {}

  /** The size of a record with this key, value and headers. */
  public static long of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    long bytes = of(key) + of(value);
    for (Header header : headers) {
      bytes +=
          LENGTH_BYTES + header.key().getBytes(StandardCharsets.UTF_8).length + of(header.value());
    }
    return bytes;
  }

  private static long of(byte @Nullable [] bytes) {
    return LENGTH_BYTES + (bytes == null ? 0 : bytes.length);
  }
}
