package io.paastreams.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Record headers according to the CloudEvents 1.0 Kafka binding (binary mode) and W3C Trace
 * Context.
 *
 * <p>The serializers write them, so that no producer can forget to. In Kafka Streams a record
 * derived from another one inherits its headers and has the wrong {@code ce_id} until its own
 * headers replace them. {@code traceparent} becomes a child of the inherited one.
 */
final class CloudEventHeaders {

  private CloudEventHeaders() {}

  /** Writes the headers of a record that begins a chain. */
  static void write(Headers headers, CloudEvent event) {
    set(headers, "ce_specversion", "1.0");
    set(headers, "ce_id", event.id().toString());
    set(headers, "ce_source", event.source());
    set(headers, "ce_type", event.type());
    set(headers, "ce_time", event.time().toString());
    set(headers, "content-type", "application/avro");
  }

  /** Writes the headers of a record that follows from the one whose headers it has. */
  static void writeDerived(Headers headers, CloudEvent event) {
    write(headers, event);
    continueTrace(headers, event.id());
  }

  /** Starts a trace, unless the record already belongs to one. */
  static void startTrace(Headers headers, UUID frameId) {
    if (TraceParent.of(headers).isEmpty()) {
      set(headers, TraceParent.HEADER, TraceParent.ofFrame(frameId).toString());
    }
  }

  /**
   * Makes the record a child of the one whose headers it has inherited. An invalid trace ends here,
   * as the standard requires.
   */
  private static void continueTrace(Headers headers, UUID recordId) {
    TraceParent.of(headers)
        .ifPresentOrElse(
            parent -> set(headers, TraceParent.HEADER, parent.child(recordId).toString()),
            () -> headers.remove(TraceParent.HEADER));
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
