package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.image.ImageDecoder;
import io.paastreams.pipeline.PixelFrames.Wish;
import io.paastreams.streams.Guarantee;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A time range of a real frames topic is detected into another topic. */
@Timeout(120)
final class BackfillIT {

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  private static final int CAMERAS = 3;
  private static final int FRAMES = 50;
  private static final Duration APART = Duration.ofSeconds(10);
  private static final Instant START = Instant.now().minus(Duration.ofHours(2));
  private static final Instant SINCE = START.plus(APART.multipliedBy(10));
  private static final Instant UNTIL = START.plus(APART.multipliedBy(30));
  private static final int WANTED = CAMERAS * 20;
  private static final int BAD = CAMERAS * 2;

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void aTimeRange_isDetectedOnce_howeverOftenItIsStoppedAndStarted(Guarantee guarantee)
      throws Exception {
    String id = kafka.unique(guarantee.name().toLowerCase(Locale.ROOT));
    Scenario scenario = new Scenario(kafka.bootstrapServers(), id, guarantee, "classic");
    scenario.createTopics(kafka);
    String again = id + ".again";
    String againDlq = again + ".dlq";
    kafka.createTopics(Scenario.PARTITIONS, Map.of(), again, againDlq);
    produce(scenario);
    Map<TopicPartition, OffsetAndMetadata> live = commitOffsetOfLiveApplication(kafka, scenario);
    PipelineConfig config =
        scenario.config().with(PipelineConfig.MAX_MODEL_FAILURES_IN_ROW, 20).build();
    Topics topics =
        scenario.topics().with(TopicKind.DETECTIONS, again).with(TopicKind.DEAD_LETTERS, againDlq);

    PipelineConfig patient = // commits nothing before it gives up
        scenario
            .config()
            .with(PipelineConfig.MAX_MODEL_FAILURES_IN_ROW, 20)
            .with(PipelineConfig.COMMIT_INTERVAL, Duration.ofSeconds(20))
            .build();
    PixelDetector broken = PixelDetector.instant();
    broken.breakDown();
    assertThatThrownBy(
            () -> backfill(patient, topics, broken, all()).run(() -> false, (done, total) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the backfill stopped")
        .hasMessageContaining("start it again");

    AtomicLong handled = new AtomicLong();
    PixelDetector detector = PixelDetector.instant();
    BackfillReport first =
        backfill(config, topics, detector, all())
            .run(() -> handled.get() >= 30, (done, total) -> handled.set(done));
    BackfillReport second =
        backfill(config, topics, detector, all()).run(() -> false, (done, total) -> {});
    BackfillReport third =
        backfill(config, topics, detector, all()).run(() -> false, (done, total) -> {});

    assertThat(first.complete()).isFalse();
    assertThat(second.complete()).isTrue();
    assertThat(second.resumed()).isTrue();
    assertThat(first.isBalanced() && second.isBalanced()).isTrue();
    assertThat(first.read() + second.read()).isEqualTo(WANTED);
    assertThat(first.deadLetters() + second.deadLetters()).isEqualTo(BAD);
    assertThat(third.read()).isZero();
    assertThat(third.complete()).isTrue();
    assertThat(detections(scenario, topics)).hasSize(WANTED - BAD).doesNotHaveDuplicates();
    assertThat(TopicReader.read(scenario, againDlq))
        .filteredOn(
            letter ->
                DetectionTopologyTest.text(letter.headers())
                    .getOrDefault("paa.failure", "")
                    .equals("model-failed"))
        .hasSizeGreaterThanOrEqualTo(BAD);

    BackfillScope one = new BackfillScope(SINCE, UNTIL, Set.of("camera-1"), false);
    BackfillReport camera =
        backfill(config, topics, detector, one).run(() -> false, (done, total) -> {});
    assertThat(camera.read()).isEqualTo(20);
    assertThat(detections(scenario, topics)).hasSize(WANTED - BAD + 18);
    assertThat(Set.copyOf(detections(scenario, topics)))
        .as("the same frame and model have the same detectionId")
        .hasSize(WANTED - BAD);

    try (Admin admin = kafka.admin()) {
      assertThat(admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata(id).get())
          .as("the live application's progress")
          .isEqualTo(live);
    }
    assertThat(TopicReader.read(scenario, scenario.names().of(TopicKind.DETECTIONS))).isEmpty();
    assertThat(TopicReader.read(scenario, scenario.names().of(TopicKind.SKIPPED))).isEmpty();
  }

  private static BackfillScope all() {
    return new BackfillScope(SINCE, UNTIL, Set.of(), false);
  }

  private static Backfill backfill(
      PipelineConfig config, Topics topics, PixelDetector detector, BackfillScope scope) {
    return new Backfill(
        config,
        topics,
        detector,
        PixelFrames.PREPROCESSOR,
        ImageDecoder.withDefaultLimits(),
        scope);
  }

  /** Two of each camera's wanted frames break the model. */
  private static void produce(Scenario scenario) {
    var topic = scenario.topics().of(TopicKind.FRAMES);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", scenario.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int sequence = 0; sequence < FRAMES; sequence++) {
        Instant time = START.plus(APART.multipliedBy(sequence));
        Wish wish = sequence % 10 == 5 ? Wish.FAIL : Wish.DETECT;
        for (int camera = 0; camera < CAMERAS; camera++) {
          byte[] value =
              topic
                  .valueSerde()
                  .serializer()
                  .serialize(topic.name(), PixelFrames.frame(camera, sequence, wish, time));
          byte[] key = PixelFrames.cameraId(camera).getBytes(StandardCharsets.UTF_8);
          var unused =
              producer.send(
                  new ProducerRecord<>(topic.name(), null, time.toEpochMilli(), key, value));
        }
      }
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> commitOffsetOfLiveApplication(
      SharedBroker kafka, Scenario scenario) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        Map.of(
            new TopicPartition(scenario.names().of(TopicKind.FRAMES), 0), new OffsetAndMetadata(1));
    try (Admin admin = kafka.admin()) {
      admin.alterConsumerGroupOffsets(scenario.id(), offsets).all().get();
      return admin
          .listConsumerGroupOffsets(scenario.id())
          .partitionsToOffsetAndMetadata(scenario.id())
          .get();
    }
  }

  /** The ids of the detection records. */
  private static List<String> detections(Scenario scenario, Topics topics) {
    return TopicReader.read(scenario, topics.of(TopicKind.DETECTIONS).name()).stream()
        .map(record -> detected(topics, record).detectionId().toString())
        .toList();
  }

  private static DetectedFrame detected(Topics topics, ConsumerRecord<byte[], byte[]> record) {
    return topics
        .of(TopicKind.DETECTIONS)
        .valueSerde()
        .deserializer()
        .deserialize(record.topic(), record.headers(), record.value());
  }
}
