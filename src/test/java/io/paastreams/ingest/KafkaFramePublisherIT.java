package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.EmbeddedBrokerConfig;
import io.paastreams.event.Frame;
import io.paastreams.ingest.SourceLocation.Folder;
import io.paastreams.ingest.SourceLocation.VideoFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KafkaFramePublisherIT {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final VideoFile DRONE = new VideoFile(Clips.drone());

  /** The sequence, then as many bytes as the payload has if it is raw. */
  private static final Serializer<Frame> SERIALIZER =
      (topic, frame) -> {
        int size = frame.payload().bytes().remaining();
        return ByteBuffer.allocate(Long.BYTES + size).putLong(frame.sequence()).array();
      };

  private static EmbeddedBroker broker;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void everyAcknowledgedFrameOfSeveralCameras_isOnTheTopicOnceInOrder() {
    broker.createTopics(3, "several");
    List<IngestReport> reports;
    try (FramePublisher publisher = connect("several", Map.of())) {
      List<FrameIngestor> ingestors =
          Stream.of("north", "east", "south", "west")
              .map(
                  camera ->
                      ingestor(DRONE, IngestConfig.ofCamera(camera).withLoop(true), publisher))
              .toList();
      IngestGroup group = IngestGroup.start(publisher, ingestors);
      await()
          .atMost(LONG_ENOUGH)
          .until(
              () ->
                  group.counts().values().stream()
                      .allMatch(counts -> counts.acknowledged() > Clips.DRONE_FRAMES));
      reports = group.stop();
    }

    Map<String, List<Long>> onTopic = sequences(broker, "several", 3);
    for (IngestReport report : reports) {
      IngestCounts counts = report.counts();
      assertThat(report.failure()).isNull();
      assertThat(counts.inFlight()).isZero();
      assertThat(counts.failed()).isZero();
      assertThat(onTopic.get(report.cameraId()))
          .containsExactlyElementsOf(LongStream.range(0, counts.acknowledged()).boxed().toList());
    }
  }

  @Test
  void publishing_waitsWhileTheBufferIsFullAndLosesNothing() {
    broker.createTopics(1, "narrow");
    // Each raw frame has 240 KiB: four fit.
    Map<String, Object> narrow = Map.of("buffer.memory", 1 << 20, "max.block.ms", 100);
    try (FramePublisher publisher = connectAtLast("narrow", narrow)) {
      FrameIngestor ingestor =
          ingestor(DRONE, IngestConfig.ofCamera("wide").withPayload(Payload.RAW, 90), publisher);
      try (IngestGroup group = IngestGroup.start(publisher, List.of(ingestor))) {
        await().atMost(LONG_ENOUGH).until(() -> group.awaitEnd(Duration.ZERO));
        assertThat(group.stop().get(0).counts().acknowledged()).isEqualTo(Clips.DRONE_FRAMES);
      }
    }

    assertThat(sequences(broker, "narrow", 1).get("wide"))
        .containsExactlyElementsOf(LongStream.range(0, Clips.DRONE_FRAMES).boxed().toList());
  }

  @Test
  void aFrameAboveTheLimit_failsAlone() throws Exception {
    broker.createTopics(1, "limited");
    for (int i = 0; i < 3; i++) {
      Files.write(folder.resolve(i + ".jpg"), Clips.jpeg(i));
    }
    Serializer<Frame> secondIsLarge =
        (topic, frame) -> {
          byte[] head = ByteBuffer.allocate(Long.BYTES).putLong(frame.sequence()).array();
          return frame.sequence() == 1 ? new byte[200_000] : head;
        };
    try (FramePublisher publisher =
        KafkaFramePublisher.connect(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 100_000),
            "limited",
            secondIsLarge)) {
      FrameIngestor ingestor =
          ingestor(new Folder(folder), IngestConfig.ofCamera("desk"), publisher);
      IngestGroup group = IngestGroup.start(publisher, List.of(ingestor));
      assertThat(group.awaitEnd(LONG_ENOUGH)).isTrue();

      IngestCounts counts = group.stop().get(0).counts();

      assertThat(counts).isEqualTo(new IngestCounts(3, 0, 0, 3, 2, 1));
    }
    assertThat(sequences(broker, "limited", 1).get("desk")).containsExactly(0L, 2L);
  }

  @Test
  void aBrokerThatRestarts_losesAndDoublesNothing() throws Exception {
    EmbeddedBroker first =
        EmbeddedBroker.start(EmbeddedBrokerConfig.throwaway().keepingDataIn(folder));
    first.createTopics(1, "durable");
    int port = Integer.parseInt(first.bootstrapServers().replaceFirst(".*:", ""));
    List<IngestReport> reports;
    try (FramePublisher publisher =
        KafkaFramePublisher.connect(
            Map.of("bootstrap.servers", first.bootstrapServers()), "durable", SERIALIZER)) {
      FrameIngestor ingestor =
          ingestor(
              DRONE,
              IngestConfig.ofCamera("mast").withLoop(true).withPayload(Payload.RAW, 90),
              publisher);
      IngestGroup group = IngestGroup.start(publisher, List.of(ingestor));
      await().atMost(LONG_ENOUGH).until(() -> ingestor.counts().acknowledged() > 100);
      first.close();
      long before = ingestor.counts().acknowledged();
      try (EmbeddedBroker second =
          EmbeddedBroker.start(EmbeddedBrokerConfig.onPort(port).keepingDataIn(folder))) {
        await().atMost(LONG_ENOUGH).until(() -> ingestor.counts().acknowledged() > before + 100);
        reports = group.stop();

        IngestCounts counts = reports.get(0).counts();
        assertThat(counts.failed()).isZero();
        assertThat(counts.inFlight()).isZero();
        assertThat(sequences(second, "durable", 1).get("mast"))
            .containsExactlyElementsOf(LongStream.range(0, counts.acknowledged()).boxed().toList());
      }
    }
  }

  @Test
  void aMissingTopic_isReportedWithARemedy() {
    assertThatThrownBy(() -> connect("absent", Map.of("max.block.ms", 500)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(broker.bootstrapServers())
        .hasMessageContaining("absent")
        .hasMessageContaining("create the topic");
  }

  @Test
  void twoCamerasOfOneName_areRefused() {
    CollectedFrames publisher = new CollectedFrames();
    IngestConfig config = IngestConfig.ofCamera("twin");

    assertThatThrownBy(
            () ->
                IngestGroup.start(
                    publisher,
                    List.of(
                        ingestor(DRONE, config, publisher), ingestor(DRONE, config, publisher))))
        .hasMessage("two cameras are called twin");
  }

  @Test
  void aCameraThatFails_doesNotStopTheOthers() throws Exception {
    CollectedFrames publisher = new CollectedFrames();
    List<FrameIngestor> ingestors =
        List.of(
            ingestor(
                new VideoFile(folder.resolve("none.mp4")),
                IngestConfig.ofCamera("blind"),
                publisher),
            ingestor(DRONE, IngestConfig.ofCamera("sound"), publisher));
    IngestGroup group = IngestGroup.start(publisher, ingestors);
    assertThat(group.awaitEnd(LONG_ENOUGH)).isTrue();

    List<IngestReport> reports = group.stop();

    assertThat(reports.get(0).failure()).isInstanceOf(SourceException.class);
    assertThat(reports.get(1).failure()).isNull();
    assertThat(publisher.frames("sound")).hasSize(Clips.DRONE_FRAMES);
  }

  private static FramePublisher connect(String topic, Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("bootstrap.servers", broker.bootstrapServers());
    return KafkaFramePublisher.connect(all, topic, SERIALIZER);
  }

  /** A first look at a topic may take longer than {@code max.block.ms} allows. */
  private static FramePublisher connectAtLast(String topic, Map<String, Object> properties) {
    return await()
        .atMost(LONG_ENOUGH)
        .ignoreExceptionsInstanceOf(IllegalStateException.class)
        .until(() -> connect(topic, properties), publisher -> true);
  }

  private static FrameIngestor ingestor(
      SourceLocation location, IngestConfig config, FramePublisher publisher) {
    return new FrameIngestor(
        location, config, publisher, IngestListener.NONE, PacingClock.system());
  }

  /** The sequences that lie on a topic, by camera. */
  private static Map<String, List<Long>> sequences(
      EmbeddedBroker broker, String topic, int partitions) {
    Map<String, List<Long>> sequences = new HashMap<>();
    try (KafkaConsumer<String, Long> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            (unused, bytes) -> ByteBuffer.wrap(bytes).getLong())) {
      List<TopicPartition> all = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        all.add(new TopicPartition(topic, i));
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(tp -> consumer.position(tp) < ends.getOrDefault(tp, 0L))) {
        ConsumerRecords<String, Long> records = consumer.poll(Duration.ofSeconds(1));
        for (ConsumerRecord<String, Long> record : records) {
          sequences.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(record.value());
        }
      }
    }
    return sequences;
  }
}
