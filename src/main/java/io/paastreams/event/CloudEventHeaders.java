package io.paastreams.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Record headers according to the CloudEvents 1.0 Kafka binding (binary mode) and W3C Trace
 * Context.
 *
 * <p>The serializers write them, so that no producer can forget to. In Kafka Streams a record
 * derived from another one inherits its headers and has the wrong {@code ce_id} until its own
 * headers replace them. {@code traceparent} is inherited on purpose.
 */
final class CloudEventHeaders {

  private static final String TRACEPARENT = "traceparent";

  private CloudEventHeaders() {}

  static void write(Headers headers, CloudEvent event) {
    set(headers, "ce_specversion", "1.0");
    set(headers, "ce_id", event.id().toString());
    set(headers, "ce_source", event.source());
    set(headers, "ce_type", event.type());
    set(headers, "ce_time", event.time().toString());
    set(headers, "content-type", "application/avro");
  }

  /** Starts a trace whose id is the frame's, unless the record already belongs to one. */
  static void startTrace(Headers headers, UUID frameId) {
    if (headers.lastHeader(TRACEPARENT) != null) {
      return;
    }
    String traceId =
        "%016x%016x".formatted(frameId.getMostSignificantBits(), frameId.getLeastSignificantBits());
    long spanId = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    set(headers, TRACEPARENT, "00-%s-%016x-01".formatted(traceId, spanId));
  }

  private static void set(Headers headers, String name, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    Header present = headers.lastHeader(name);
    // A producer closes the headers of a record that it has sent, so sending it again changes
    // nothing.
    if (present == null || !Arrays.equals(present.value(), bytes)) {
      headers.remove(name);
      headers.add(name, bytes);
    }
  }
}
