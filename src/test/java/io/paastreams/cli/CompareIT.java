package io.paastreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.detection.Detection;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.StandInRegistry;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.Lineage;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models' detections of the same frames on a real broker. */
@Tag("process")
class CompareIT {

  private static final Size SIZE = new Size(64, 64);
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String FRAMES = TopicNames.standard().of(TopicKind.FRAMES);
  private static final Box OBJECT = new Box(8, 8, 40, 40);

  @TempDir private Path folder;

  @Test
  void frames_areJoinedComparedAndDrawn() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        StandInRegistry registry = StandInRegistry.open();
        EventSerdes serdes =
            EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at(registry.url())))) {
      createTopics(broker.bootstrapServers());
      publish(broker.bootstrapServers(), serdes);
      String servers = "--bootstrap-servers=" + broker.bootstrapServers();
      String schemas = "--registry=" + registry.url();
      Path json = folder.resolve("report.json");

      CommandRun compared =
          CommandRun.of(
              "compare",
              "--topics",
              "detections.v1",
              "shadow.v1",
              "--draw=" + folder.resolve("images"),
              "--json=" + json,
              servers,
              schemas);

      assertThat(compared.err()).isEmpty();
      assertThat(compared.status()).isZero();
      assertThat(compared.out())
          .contains("A  detections.v1: old aaaaaaaa; 1 frames are in this topic only")
          .contains("B  shadow.v1: new bbbbbbbb; 0 frames are in this topic only")
          .contains("3 frames are in both")
          .contains("1 boxes are in both, but with another class.")
          .contains("frames.v1-0@1  A: bird 0.90; B: drone 0.80")
          .contains("no image: frames.v1-0@77 is no longer kept");
      JsonNode report = new ObjectMapper().readTree(Files.readString(json));
      assertThat(report.at("/agreement/all/matched").asInt()).isEqualTo(1);
      assertThat(report.at("/agreement/apOfB/ap50").asDouble()).isBetween(0.3, 0.4);
      assertThat(report.at("/disagreements")).hasSize(2);
      assertThat(folder.resolve("images/01-gate_1.jpg")).isNotEmptyFile();

      CommandRun later =
          CommandRun.of(
              "compare",
              "--topics",
              "detections.v1",
              "shadow.v1",
              "--since=2026-03-01T12:00:04Z",
              servers,
              schemas);
      assertThat(later.out()).contains("1 frames are in both").doesNotContain("frames.v1-0@1 ");

      CommandRun none =
          CommandRun.of(
              "compare",
              "--topics",
              "detections.v1",
              "shadow.v1",
              "--camera=none",
              servers,
              schemas);
      assertThat(none.status()).isEqualTo(1);
      assertThat(none.err()).contains("no frame is in both detections.v1 (0 frames)");
      assertThat(
              CommandRun.of("compare", "--topics", "detections.v1", "nowhere", servers, schemas)
                  .err())
          .contains("there is no topic nowhere on");
    }
  }

  private static void createTopics(String bootstrapServers) {
    try (TopicAdmin admin = TopicAdmin.connect(Map.of("bootstrap.servers", bootstrapServers))) {
      TopicNames names = TopicNames.standard();
      TopicLayout layout = TopicLayout.standard().withPartitions(1);
      admin.createMissing(layout.topics(names));
      admin.createMissing(layout.topics(names.with(TopicKind.DETECTIONS, "shadow.v1")));
    }
  }

  private static void publish(String bootstrapServers, EventSerdes serdes) throws Exception {
    Map<String, Object> servers = Map.of("bootstrap.servers", bootstrapServers);
    try (KafkaProducer<String, Frame> frames =
            new KafkaProducer<>(
                servers, new StringSerializer(), serdes.of(TopicKind.FRAMES).serializer());
        KafkaProducer<String, DetectedFrame> detections =
            new KafkaProducer<>(
                servers, new StringSerializer(), serdes.of(TopicKind.DETECTIONS).serializer())) {
      for (int i = 0; i < 2; i++) {
        byte[] pixels = new byte[(int) (3 * SIZE.area())];
        Frame frame =
            new Frame(
                id(i),
                "gate/1",
                i,
                time(i),
                time(i),
                new FramePayload.Raw(FramePayload.PixelFormat.RGB8, SIZE, pixels));
        frames.send(new ProducerRecord<>(FRAMES, "gate/1", frame)).get();
      }
      String a = "detections.v1";
      String b = "shadow.v1";
      send(detections, a, detected(0, 0, "old", "a", "bird", 0.9f));
      send(detections, b, detected(0, 0, "new", "b", "bird", 0.8f));
      send(detections, b, detected(0, 0, "new", "b", "bird", 0.8f)); // at least once
      send(detections, a, detected(1, 1, "old", "a", "bird", 0.9f));
      send(detections, b, detected(1, 1, "new", "b", "drone", 0.8f));
      send(detections, a, detected(2, 77, "old", "a", "bird", 0.7f));
      send(detections, b, detected(2, 77, "new", "b", null, 0));
      send(detections, a, detected(3, 78, "old", "a", null, 0)); // not in the sample
    }
  }

  private static void send(
      KafkaProducer<String, DetectedFrame> producer, String topic, DetectedFrame frame)
      throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                topic, null, frame.captureTime().toEpochMilli(), frame.cameraId(), frame))
        .get();
  }

  private static DetectedFrame detected(
      int sequence,
      long offset,
      String model,
      String digit,
      @org.jspecify.annotations.Nullable String label,
      float score) {
    List<Detection> found =
        label == null
            ? List.of()
            : List.of(new Detection(OBJECT, label.equals("bird") ? 0 : 1, score));
    List<String> labels = label == null ? List.of() : List.of(label);
    return new DetectedFrame(
        UUID.randomUUID(),
        new Lineage(
            id(sequence),
            "gate/1",
            null,
            sequence,
            new SourceOffset(FRAMES, 0, offset),
            time(sequence),
            time(sequence)),
        SIZE,
        found,
        labels,
        new ModelIdentity(model, digit.repeat(64)),
        time(sequence));
  }

  private static UUID id(int sequence) {
    return new UUID(7, sequence);
  }

  private static Instant time(int sequence) {
    return START.plus(Duration.ofSeconds(2L * sequence));
  }
}
