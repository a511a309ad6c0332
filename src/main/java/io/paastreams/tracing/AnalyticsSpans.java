package io.paastreams.tracing;

import io.opentelemetry.api.trace.SpanKind;
import io.paastreams.analytics.AnalyticsListener;
import io.paastreams.analytics.ForwardedRecord;
import io.paastreams.event.TraceParent;
import io.paastreams.tracing.GivenIds.Ids;
import java.time.Instant;

/**
 * Makes a span {@code send TOPIC} for each record that analytics writes, as a child of the span of
 * the record from which it follows: the detection, or for an alert the event that caused it.
 *
 * <p>Threading: safe.
 */
public final class AnalyticsSpans implements AnalyticsListener {

  private static final String GROUP = "messaging.consumer.group.name";

  private final Tracing tracing;
  private final String group;

  AnalyticsSpans(Tracing tracing, String group) {
    this.tracing = tracing;
    this.group = group;
  }

  @Override
  public void forwarded(ForwardedRecord record) {
    TraceParent parent = TraceParent.of(record.parent()).orElse(null);
    TraceParent own = TraceParent.of(record.headers()).orElse(null);
    if (parent == null || own == null || !tracing.isRecorded(own)) {
      return;
    }
    tracing.span(
        "send " + record.topic(),
        SpanKind.PRODUCER,
        Tracing.context(parent),
        new Ids(own.traceId(), own.spanId()),
        record.arrival(),
        Instant.now(),
        span -> {
          Messaging.send(span, record.input(), record.topic());
          span.setAttribute(GROUP, group);
        });
  }
}
