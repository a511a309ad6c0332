package io.paastreams.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.paastreams.event.TraceParent;
import io.paastreams.tracing.GivenIds.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans and sends them. A span is made when it is over, so that nothing is held up and
 * nothing is kept for frames that are not in the sample. If a collector does not answer, spans that
 * do not fit into the queue are dropped; frames are never affected.
 *
 * <p>Threading: safe.
 */
public final class Tracing implements AutoCloseable {

  /** The version of the semantic conventions that define the names and attributes. */
  public static final String SEMANTIC_CONVENTIONS = "1.45.0";

  private static final int MOST_QUEUED = 16_384;
  private static final Duration SEND_EVERY = Duration.ofSeconds(1);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

  private final GivenIds ids = new GivenIds();
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final double sample;

  private Tracing(SpanProcessor processor, String service, String version, double sample) {
    this.sample = sample;
    this.provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .setSampler(Sampler.alwaysOn()) // who is recorded is decided by isRecorded
            .setResource(
                Resource.create(
                    Attributes.builder()
                        .put("service.name", service)
                        .put("service.version", version)
                        .put("service.instance.id", UUID.randomUUID().toString())
                        .build(),
                    schemaUrl()))
            .addSpanProcessor(processor)
            .build();
    this.tracer =
        provider
            .tracerBuilder("io.paastreams")
            .setInstrumentationVersion(version)
            .setSchemaUrl(schemaUrl())
            .build();
  }

  private static String schemaUrl() {
    return "https://opentelemetry.io/schemas/" + SEMANTIC_CONVENTIONS;
  }

  /**
   * Starts to send spans to the collector; null if there is none.
   *
   * @param service the name of the application
   */
  public static @Nullable Tracing start(TracingConfig config, String service, String version) {
    if (config.endpoint() == null) {
      return null;
    }
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(config.endpoint().toString().replaceAll("/+$", "") + "/v1/traces")
            .setCompression("gzip");
    if (config.authorization() != null) {
      exporter.addHeader("Authorization", config.authorization());
    }
    return over(
        BatchSpanProcessor.builder(exporter.build())
            .setMaxQueueSize(MOST_QUEUED)
            .setMaxExportBatchSize(MOST_QUEUED / 8)
            .setScheduleDelay(SEND_EVERY)
            .build(),
        service,
        version,
        config.sample());
  }

  static Tracing over(SpanProcessor processor, String service, String version, double sample) {
    return new Tracing(processor, service, version, sample);
  }

  /** The spans of a pipeline. */
  public PipelineSpans ofPipeline(String group) {
    return new PipelineSpans(this, group);
  }

  /** The spans of analytics. */
  public AnalyticsSpans ofAnalytics(String group) {
    return new AnalyticsSpans(this, group);
  }

  /** Whether spans of a trace are sent. */
  boolean isRecorded(TraceParent trace) {
    long random = Long.parseUnsignedLong(trace.traceId().substring(16), 16) >>> 1;
    return trace.isSampled() && random <= sample * Long.MAX_VALUE;
  }

  Ids newRoot() {
    return ids.newRoot();
  }

  String newSpanId() {
    return ids.newSpanId();
  }

  /**
   * Makes a span that is over.
   *
   * @param parent null for the root of a trace
   */
  void span(
      String name,
      SpanKind kind,
      @Nullable SpanContext parent,
      Ids own,
      Instant start,
      Instant end,
      Consumer<SpanBuilder> details) {
    ids.use(own);
    try {
      SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind);
      if (parent == null) {
        builder.setNoParent();
      } else {
        builder.setParent(Context.root().with(Span.wrap(parent)));
      }
      builder.setStartTimestamp(start);
      details.accept(builder);
      builder.startSpan().end(nanos(end), TimeUnit.NANOSECONDS);
    } finally {
      ids.useAny();
    }
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  static SpanContext context(TraceParent trace) {
    return SpanContext.createFromRemoteParent(
        trace.traceId(),
        trace.spanId(),
        TraceFlags.fromHex(trace.flags(), 0),
        TraceState.getDefault());
  }

  static SpanContext context(Ids ids) {
    return SpanContext.create(
        ids.traceId(), ids.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  /** Sends the remaining spans, within a few seconds. */
  @Override
  public void close() {
    provider.shutdown().join(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
