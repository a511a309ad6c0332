package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CloudEventHeadersTest {

  private final EventSerdes serdes = InMemorySchemaRegistry.serdes();

  @Test
  void aFrame_isACloudEventThatStartsATrace() {
    RecordHeaders headers = new RecordHeaders();
    serdes.of(TopicKind.FRAMES).serializer().serialize("frames.v1", headers, EventSamples.frame());

    Map<String, String> text = text(headers);
    assertThat(text.remove("traceparent"))
        .matches("00-0190f3a27c1b7def8a4e5b6c7d8e9f01-(?!0{16})[0-9a-f]{16}-01");
    assertThat(text)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", "0190f3a2-7c1b-7def-8a4e-5b6c7d8e9f01",
                "ce_source", "/cameras/gate%207%2F%C3%BC",
                "ce_type", "io.paastreams.frame.v1",
                "ce_time", "2026-03-01T12:00:00.123456Z",
                "content-type", "application/avro"));
  }

  @Test
  void aDerivedRecordReplacesWhatItInherits_andIsAChildInTheSameTrace() {
    RecordHeaders headers = new RecordHeaders();
    serdes.of(TopicKind.FRAMES).serializer().serialize("frames.v1", headers, EventSamples.frame());
    String trace = text(headers).get("traceparent");
    headers.add("tenant", new byte[] {1});

    serdes
        .of(TopicKind.DETECTIONS)
        .serializer()
        .serialize("d", headers, EventSamples.detectedFrame());

    assertThat(text(headers))
        .containsEntry("ce_id", EventSamples.detectedFrame().detectionId().toString())
        .containsEntry("ce_type", "io.paastreams.detection.v1")
        .containsEntry("ce_source", "/cameras/gate%207%2F%C3%BC/detections")
        .containsEntry("ce_time", "2026-03-01T12:00:00.218456Z")
        .containsKey("tenant");
    assertChild(trace, text(headers).get("traceparent"));
    assertThat(headers.headers("ce_id")).hasSize(1);
  }

  @Test
  void aSkip_isAnotherEventThanItsFrame() {
    RecordHeaders headers = new RecordHeaders();
    serdes.of(TopicKind.SKIPPED).serializer().serialize("s", headers, EventSamples.skippedFrame());

    assertThat(text(headers))
        .containsEntry("ce_source", "/cameras/gate%207%2F%C3%BC/skips")
        .containsEntry("ce_type", "io.paastreams.skip.v1")
        .doesNotContainKey("traceparent");
  }

  @Test
  void whatAnalyticsDerives_hasItsOwnNamesAndTheTraceOfItsFrame() {
    String at = "/cameras/gate%207%2F%C3%BC";
    derived(TopicKind.TRACKS, EventSamples.trackedFrame())
        .is(EventSamples.detectedFrame().detectionId(), at + "/tracks", "io.paastreams.tracks.v1");
    derived(TopicKind.EVENTS, EventSamples.objectEvent())
        .is(EventSamples.objectEvent().eventId(), at + "/events", "io.paastreams.event.v1");
    derived(TopicKind.COUNTS, EventSamples.countWindow())
        .is(EventSamples.countWindow().windowId(), at + "/counts", "io.paastreams.count.v1");
    derived(TopicKind.ALERTS, EventSamples.alert())
        .is(EventSamples.alert().recordId(), at + "/alerts", "io.paastreams.alert.v1");
    derived(TopicKind.SCENE, EventSamples.scene())
        .is(EventSamples.scene().detectionId(), at + "/scene", "io.paastreams.scene.v1");
  }

  /** CloudEvents asks that source and id together name one event. */
  @Test
  void theTwoRecordsOfAnAlert_areTwoEvents() {
    assertThat(EventSamples.alert().alertId()).isEqualTo(EventSamples.clearedAlert().alertId());
    assertThat(EventSamples.alert().recordId())
        .isNotEqualTo(EventSamples.clearedAlert().recordId())
        .isEqualTo(EventSamples.alert().recordId());
  }

  @Test
  void rulesAppliedAgain_areAnotherEventOfTheSameVersion() {
    RuleSet first = EventSamples.ruleSet();
    RuleSet again = RuleSet.of(first.yaml(), first.appliedTime().plusSeconds(1), "somebody");

    assertThat(again.version()).isEqualTo(first.version());
    assertThat(ceId(again)).isNotEqualTo(ceId(first));
  }

  private String ceId(RuleSet rules) {
    RecordHeaders headers = new RecordHeaders();
    serdes.of(TopicKind.RULES).serializer().serialize("r", headers, rules);
    return String.valueOf(text(headers).get("ce_id"));
  }

  private <V> Derived derived(TopicKind<V> kind, V value) {
    RecordHeaders headers = new RecordHeaders();
    serdes.of(TopicKind.FRAMES).serializer().serialize("frames.v1", headers, EventSamples.frame());
    String trace = String.valueOf(text(headers).get("traceparent"));
    serdes.of(kind).serializer().serialize("t", headers, value);
    return new Derived(text(headers), trace);
  }

  private record Derived(Map<String, String> headers, String trace) {

    void is(UUID id, String source, String type) {
      assertThat(headers)
          .containsEntry("ce_id", id.toString())
          .containsEntry("ce_source", source)
          .containsEntry("ce_type", type)
          .containsKey("traceparent");
      assertChild(trace, String.valueOf(headers.get("traceparent")));
    }
  }

  private static void assertChild(@Nullable String parent, @Nullable String child) {
    TraceParent from = TraceParent.parse(String.valueOf(parent)).orElseThrow();
    TraceParent to = TraceParent.parse(String.valueOf(child)).orElseThrow();
    assertThat(to.traceId()).isEqualTo(from.traceId());
    assertThat(to.flags()).isEqualTo(from.flags());
    assertThat(to.spanId()).isNotEqualTo(from.spanId());
  }

  @Test
  void aFrameKeepsItsCamerasTrace_andOneThatIsNoneIsReplaced() {
    String given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    assertThat(ofFrame(given)).isEqualTo(given);
    assertThat(ofFrame("00-" + "0".repeat(32) + "-00f067aa0ba902b7-01"))
        .startsWith("00-0190f3a27c1b7def8a4e5b6c7d8e9f01-");
  }

  private String ofFrame(String trace) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", trace.getBytes(StandardCharsets.UTF_8));
    serdes.of(TopicKind.FRAMES).serializer().serialize("frames.v1", headers, EventSamples.frame());
    return String.valueOf(text(headers).get("traceparent"));
  }

  @Test
  void aSentRecord_mayBeSentAgain() {
    RecordHeaders headers = new RecordHeaders();
    byte[] first =
        serdes.of(TopicKind.FRAMES).serializer().serialize("t", headers, EventSamples.frame());
    headers.setReadOnly();

    assertThat(
            serdes.of(TopicKind.FRAMES).serializer().serialize("t", headers, EventSamples.frame()))
        .isEqualTo(first);
  }

  private static Map<String, String> text(RecordHeaders headers) {
    Map<String, String> text = new TreeMap<>();
    for (Header header : headers) {
      text.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return text;
  }
}
