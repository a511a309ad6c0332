package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.geometry.Box;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void trackedFrame_isWrittenWithEveryField() {
    assertThat(RecordJson.line(TopicKind.TRACKS, EventSamples.trackedFrame()))
        .isEqualTo(
            """
            {"detectionId":"%s","frameId":"0190f3a2-7c1b-7def-8a4e-5b6c7d8e9f01",\
            "cameraId":"gate 7/ü","sessionId":"3f0d4f4e-8c55-4d0e-9a3b-0f6c2f1f7a10",\
            "sequence":17,"frameWidth":640,"frameHeight":512,"objects":[{\
            "trackId":"5b1d0c2e-7a44-5f3b-9c1d-2e3f4a5b6c7d","label":"person","classId":0,\
            "score":0.875,"x1":1.5,"y1":2.25,"x2":30.0,"y2":40.0,"velocityX":12.5,\
            "velocityY":-3.0,"state":"COASTING","stationary":false,"zones":["bay","yard"],\
            "age":2.5,"unseen":0.125}],"late":false,"sourceTopic":"frames.v1",\
            "sourcePartition":3,"sourceOffset":42,"captureTime":1772366400123456,\
            "ingestTime":1772366400128456,"detectionTime":1772366400218456,\
            "rulesVersion":"0a1b2c3d4e5f"}"""
                .formatted(EventSamples.detectedFrame().detectionId()));
  }

  @Test
  void whatMayBeNull_isNullOrTheValueItself() throws IOException {
    JsonNode event = JSON.readTree(RecordJson.line(TopicKind.EVENTS, EventSamples.objectEvent()));

    assertThat(event.get("zone").textValue()).isEqualTo("yard");
    assertThat(event.get("line").isNull()).isTrue();
    assertThat(event.get("direction").isNull()).isTrue();
    assertThat(event.get("dwell").doubleValue()).isEqualTo(2.5);
    assertThat(event.get("bestFrame").get("offset").longValue()).isEqualTo(42);
    assertThat(event.get("kind").textValue()).isEqualTo("LEFT");
  }

  @Test
  void everyKindWithASchema_isOneLineWithTheFieldsOfTheSchema() throws IOException {
    requireFields(TopicKind.FRAMES, EventSamples.frame());
    requireFields(TopicKind.DETECTIONS, EventSamples.detectedFrame());
    requireFields(TopicKind.SKIPPED, EventSamples.skippedFrame());
    requireFields(TopicKind.TRACKS, EventSamples.trackedFrame());
    requireFields(TopicKind.EVENTS, EventSamples.objectEvent());
    requireFields(TopicKind.COUNTS, EventSamples.countWindow());
    requireFields(TopicKind.ALERTS, EventSamples.alert());
    requireFields(TopicKind.SCENE, EventSamples.scene());
    requireFields(TopicKind.RULES, EventSamples.ruleSet());
  }

  private static <V> void requireFields(TopicKind<V> kind, V value) throws IOException {
    String line = RecordJson.line(kind, value);

    assertThat(line).doesNotContain("\n", "io.paastreams");
    assertThat(JSON.readTree(line).fieldNames())
        .toIterable()
        .containsExactlyElementsOf(
            new Schema.Parser()
                .parse(kind.schema().orElseThrow()).getFields().stream()
                    .map(Schema.Field::name)
                    .toList());
  }

  @Test
  void bytes_areBase64() throws IOException {
    assertThat(
            JSON.readTree(RecordJson.line(TopicKind.FRAMES, EventSamples.frame()))
                .get("payload")
                .textValue())
        .isEqualTo("/9j/2Q==");
  }

  @Test
  void aNumberThatJsonLacks_isText() throws IOException {
    TrackedFrame sample = EventSamples.trackedFrame();
    SceneObject object = sample.objects().get(0);
    TrackedFrame odd =
        new TrackedFrame(
            sample.detectionId(),
            sample.lineage(),
            sample.frameSize(),
            List.of(
                new SceneObject(
                    object.trackId(),
                    object.label(),
                    object.classId(),
                    Float.NaN,
                    new Box(0, 0, Float.POSITIVE_INFINITY, 1),
                    0,
                    0,
                    object.state(),
                    false,
                    List.of(),
                    object.age(),
                    object.unseen())),
            false,
            sample.detectionTime(),
            null);

    JsonNode written = JSON.readTree(RecordJson.line(TopicKind.TRACKS, odd)).get("objects").get(0);

    assertThat(written.get("score").textValue()).isEqualTo("NaN");
    assertThat(written.get("x2").textValue()).isEqualTo("Infinity");
  }

  @Test
  void plainBytes_areRefused() {
    assertThatThrownBy(() -> RecordJson.line(TopicKind.DEAD_LETTERS, new byte[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deadLetters");
  }
}
