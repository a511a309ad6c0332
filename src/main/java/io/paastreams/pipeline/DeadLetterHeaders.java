package io.paastreams.pipeline;

import io.paastreams.event.SourceOffset;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Headers of a dead letter: those of the record, and what went wrong where, under the names of
 * Kafka Streams' own dead letters (KIP-1034), so that tools for those understand ours.
 */
final class DeadLetterHeaders {

  private static final String PREFIX = "__streams.errors.";
  private static final int MAX_MESSAGE_CHARS = 1000;
  private static final int MAX_STACK_TRACE_CHARS = 8000;

  /** A short stable name of the failure: {@link FrameFailure#kind}. */
  static final String KIND = "paa.failure";

  /** Number of bytes of the value, if the topic did not take them. */
  static final String OMITTED_VALUE_BYTES = "paa.omitted.value.bytes";

  private DeadLetterHeaders() {}

  static Headers of(InputRecord input, FrameFailure failure) {
    Headers headers = inherited(input.headers());
    SourceOffset source = input.source();
    String exception =
        failure.cause().map(Throwable::getClass).orElse((Class) failure.getClass()).getName();
    add(headers, PREFIX + "exception", exception);
    add(headers, PREFIX + "message", shortened(failure.message(), MAX_MESSAGE_CHARS));
    add(
        headers,
        PREFIX + "stacktrace",
        failure.cause().map(DeadLetterHeaders::stackTrace).orElse(""));
    add(headers, PREFIX + "topic", source.topic());
    add(headers, PREFIX + "partition", Integer.toString(source.partition()));
    add(headers, PREFIX + "offset", Long.toString(source.offset()));
    add(headers, KIND, failure.kind());
    return headers;
  }

  /** What an output record takes over; a replayed dead letter does not hand on its old failure. */
  static Headers inherited(Headers headers) {
    RecordHeaders copy = new RecordHeaders();
    for (Header header : headers) {
      if (!header.key().startsWith(PREFIX) && !header.key().startsWith("paa.")) {
        copy.add(header);
      }
    }
    return copy;
  }

  static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String stackTrace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return shortened(text.toString(), MAX_STACK_TRACE_CHARS);
  }

  private static String shortened(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars) + "...";
  }
}
