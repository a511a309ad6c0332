package io.paastreams.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.paastreams.batch.BatchReport;
import io.paastreams.batch.CloseReason;
import io.paastreams.event.DeadLetter;
import io.paastreams.event.SourceOffset;
import io.paastreams.streams.InputRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PipelineSpansTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CAMERA = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String RESULT = "00-" + TRACE + "-1111111111111111-01";

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final Tracing tracing = tracing(1);
  private final PipelineSpans spans = tracing.ofPipeline("paa-streams");

  private Tracing tracing(double sample) {
    return Tracing.over(SimpleSpanProcessor.create(exporter), "paa-streams", "1", sample);
  }

  private static InputRecord frame(long offset, String trace) {
    return new InputRecord(
        new SourceOffset("frames.v1", 3, offset),
        "gate".getBytes(StandardCharsets.UTF_8),
        new byte[] {1},
        0,
        headers(trace));
  }

  private static Headers headers(String trace) {
    return new RecordHeaders().add("traceparent", trace.getBytes(StandardCharsets.UTF_8));
  }

  private static BatchReport report(int size) {
    Duration ten = Duration.ofMillis(10);
    return new BatchReport("bucket", size, 8, CloseReason.FULL, ten, ten, 1, 0);
  }

  private List<SpanData> named(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  @Test
  void aFrame_isAChildOfItsCamera_underTheIdOfItsResult_andLinkedToItsBatch() {
    InputRecord one = frame(7, CAMERA);
    InputRecord two = frame(8, CAMERA.replace("00f067aa0ba902b7", "00f067aa0ba902b8"));
    List.of(one, two)
        .forEach(
            each -> {
              spans.frameReceived(each);
              spans.framePrepared(each.source(), Duration.ofMillis(3));
              spans.frameComputed(each.source());
            });
    spans.batchDone(report(2));
    spans.resultForwarded(one, headers(RESULT));
    spans.resultForwarded(two, headers(RESULT.replace("1111111111111111", "2222222222222222")));

    SpanData frame = named("process frames.v1").get(0);
    assertThat(frame.getTraceId()).isEqualTo(TRACE);
    assertThat(frame.getSpanId()).isEqualTo("1111111111111111");
    assertThat(frame.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(frame.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(frame.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("messaging.system"), "kafka")
        .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "process")
        .containsEntry(AttributeKey.stringKey("messaging.destination.name"), "frames.v1")
        .containsEntry(AttributeKey.stringKey("messaging.destination.partition.id"), "3")
        .containsEntry(AttributeKey.longKey("messaging.kafka.offset"), 7L)
        .containsEntry(AttributeKey.stringKey("messaging.consumer.group.name"), "paa-streams");
    assertThat(frame.getInstrumentationScopeInfo().getSchemaUrl())
        .isEqualTo("https://opentelemetry.io/schemas/1.45.0");

    SpanData batch = named("batch").get(0);
    assertThat(batch.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .containsExactly("00f067aa0ba902b7", "00f067aa0ba902b8");
    assertThat(batch.getEndEpochNanos() - batch.getStartEpochNanos()).isEqualTo(10_000_000);
    assertThat(named("detect"))
        .hasSize(2)
        .allSatisfy(
            detect ->
                assertThat(detect.getLinks())
                    .singleElement()
                    .satisfies(
                        link ->
                            assertThat(link.getSpanContext().getSpanId())
                                .isEqualTo(batch.getSpanId())));
    assertThat(named("prepare"))
        .extracting(SpanData::getParentSpanId)
        .containsExactly("1111111111111111", "2222222222222222");
  }

  @Test
  void aDeadLetter_isNoChild_soItsSpanHasAnIdOfItsOwnAndAnError() {
    InputRecord frame = frame(7, CAMERA);
    spans.frameReceived(frame);
    Headers letter = headers(CAMERA);
    letter.add(DeadLetter.REASON, "bad-image".getBytes(StandardCharsets.UTF_8));
    spans.resultForwarded(frame, letter);

    SpanData span = named("process frames.v1").get(0);
    assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7").isNotEqualTo(span.getSpanId());
    assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
        .isEqualTo("bad-image");
  }

  @Test
  void whatTheCameraDoesNotRecord_isNotRecorded() {
    InputRecord frame = frame(7, CAMERA.replaceAll("01$", "00"));
    spans.frameReceived(frame);
    spans.frameComputed(frame.source());
    spans.batchDone(report(1));
    spans.resultForwarded(frame, headers(RESULT));

    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void aSample_isThatShareOfTheTraces_andTheSameEverywhere() {
    PipelineSpans some = tracing(0.25).ofPipeline("paa-streams");
    long step = Long.MIN_VALUE / -1000;
    for (long i = 0; i < 2_000; i++) {
      InputRecord frame = frame(i, "00-%016x%016x-1111111111111111-01".formatted(1, i * step));
      some.frameReceived(frame);
      some.resultForwarded(frame, headers(RESULT));
    }
    assertThat(named("process frames.v1").size()).isBetween(480, 520);
  }
}
