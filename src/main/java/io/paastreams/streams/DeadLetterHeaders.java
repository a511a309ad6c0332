package io.paastreams.streams;

import io.paastreams.event.DeadLetter;
import io.paastreams.event.SourceOffset;
import io.paastreams.text.MaskedUrl;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/** Writes the headers of {@link DeadLetter}. */
public final class DeadLetterHeaders {

  private static final int MAX_MESSAGE_CHARS = 1000;
  private static final int MAX_STACK_TRACE_CHARS = 8000;

  private DeadLetterHeaders() {}

  /** The headers of the dead letter that a record becomes. */
  public static Headers of(InputRecord input, RecordFailure failure) {
    Headers headers = DeadLetter.withoutFailure(input.headers());
    SourceOffset source = input.source();
    String exception =
        failure.cause().map(Throwable::getClass).orElse((Class) failure.getClass()).getName();
    add(headers, DeadLetter.EXCEPTION, exception);
    add(headers, DeadLetter.MESSAGE, shortened(failure.message(), MAX_MESSAGE_CHARS));
    add(
        headers,
        DeadLetter.STACK_TRACE,
        failure.cause().map(DeadLetterHeaders::stackTrace).orElse(""));
    add(headers, DeadLetter.TOPIC, source.topic());
    add(headers, DeadLetter.PARTITION, Integer.toString(source.partition()));
    add(headers, DeadLetter.OFFSET, Long.toString(source.offset()));
    add(headers, DeadLetter.REASON, failure.kind());
    return headers;
  }

  /** Adds a header in UTF-8. */
  public static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String stackTrace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return shortened(text.toString(), MAX_STACK_TRACE_CHARS);
  }

  private static String shortened(String text, int chars) {
    String masked = MaskedUrl.in(text);
    return masked.length() <= chars ? masked : masked.substring(0, chars) + "...";
  }
}
