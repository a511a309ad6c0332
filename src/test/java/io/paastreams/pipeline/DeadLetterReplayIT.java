package io.paastreams.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.ByteClients;
import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.DeadLetter;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Frame;
import io.paastreams.event.TopicKind;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.replay.DeadLetterReplay;
import io.paastreams.replay.ReplayOptions;
import io.paastreams.replay.ReplayReport;
import io.paastreams.streams.Guarantee;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a replay puts back, and what later replays find. */
@Timeout(120)
final class DeadLetterReplayIT {

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();
  private static KafkaProducer<byte[], byte[]> writer;

  private Scenario scenario = new Scenario("", "", Guarantee.AT_LEAST_ONCE, "classic");
  private int letters;

  @BeforeAll
  static void startKafka() {
    writer = ByteClients.producer(kafka.bootstrapServers());
  }

  @AfterAll
  static void stopKafka() {
    writer.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    String id = kafka.unique(test.getTestMethod().orElseThrow().getName());
    scenario = new Scenario(kafka.bootstrapServers(), id, Guarantee.AT_LEAST_ONCE, "classic");
    scenario.createTopics(kafka);
  }

  @Test
  void frame_comesBackAsItWasAndSaysThatItDid() {
    letter("gate", "model-failed", new byte[] {1, 2}, 3, Map.of("tenant", "north"));
    letter(
        "gate", "no-value", null, 3, Map.of("paa.replay.of", "old-0@0", "paa.replay.count", "2"));

    ReplayReport report = replay(all());

    assertThat(report.replayed()).isEqualTo(Map.of("model-failed", 1L, "no-value", 1L));
    assertThat(report.again()).isEqualTo(1);
    assertThat(report.complete()).isTrue();
    List<ConsumerRecord<byte[], byte[]>> frames = frames();
    ConsumerRecord<byte[], byte[]> first = frames.get(0);
    assertThat(first.partition()).isEqualTo(3);
    assertThat(first.key()).asString().isEqualTo("gate");
    assertThat(first.value()).containsExactly(1, 2);
    assertThat(DetectionTopologyTest.text(first.headers()))
        .containsEntry("tenant", "north")
        .containsEntry("paa.replay.count", "1")
        .hasEntrySatisfying(
            "paa.replay.of",
            place ->
                assertThat(place).startsWith(scenario.names().of(TopicKind.DEAD_LETTERS) + "-"))
        .hasSize(3);
    assertThat(frames.get(1).value()).isNull();
    assertThat(DetectionTopologyTest.text(frames.get(1).headers()))
        .containsEntry("paa.replay.count", "3")
        .doesNotContainEntry("paa.replay.of", "old-0@0");
  }

  /** A model that cannot read some frames, one that can, and frames that nobody can read. */
  @Test
  void afterTheFix_whatFailedIsDetectedInOrderAndWhatIsStillBrokenComesBackAsALetter() {
    PixelDetector detector = PixelDetector.instant();
    RecordingListener listener = new RecordingListener();
    List<Integer> failing = List.of(3, 4, 11, 12, 13, 27);
    try (DetectionPipeline pipeline =
        DetectionPipeline.builder(
                scenario
                    .config()
                    .with(AdmissionRule.MAX_AGE, java.time.Duration.ofSeconds(30))
                    .build(),
                scenario.topics(),
                detector,
                PixelFrames.PREPROCESSOR)
            .listener(listener)
            .build()) {
      pipeline.start();
      for (int i = 0; i < 30; i++) {
        PixelFrames.Wish wish =
            failing.contains(i) ? PixelFrames.Wish.FAIL : PixelFrames.Wish.DETECT;
        frame(PixelFrames.frame(i % 2, i, wish, Instant.now()));
      }
      var unused =
          writer.send(
              new ProducerRecord<>(
                  scenario.names().of(TopicKind.FRAMES),
                  "camera-0".getBytes(UTF_8),
                  new byte[] {9}));
      await().atMost(60, TimeUnit.SECONDS).until(() -> listener.outcomes.size() == 31);

      detector.fulfilEveryWish();
      ReplayReport report = replay(all());
      await().atMost(60, TimeUnit.SECONDS).until(() -> listener.outcomes.size() == 38);

      assertThat(report.replayed()).isEqualTo(Map.of("model-failed", 6L, "unreadable-record", 1L));
      ReplayReport second = replay(all());
      assertThat(second.replayed()).isEqualTo(Map.of("unreadable-record", 1L));
      assertThat(second.again()).as("the loop shows").isEqualTo(1);
    }
    List<DetectedFrame> detected =
        TopicReader.read(scenario, scenario.names().of(TopicKind.DETECTIONS)).stream()
            .map(
                record ->
                    scenario
                        .topics()
                        .of(TopicKind.DETECTIONS)
                        .valueSerde()
                        .deserializer()
                        .deserialize(record.topic(), record.value()))
            .toList();
    assertThat(detected).extracting(DetectedFrame::sequence).doesNotHaveDuplicates().hasSize(30);
    for (String camera : List.of("camera-0", "camera-1")) {
      assertThat(detected)
          .filteredOn(frame -> frame.cameraId().equals(camera))
          .extracting(frame -> (int) frame.sequence())
          .filteredOn(failing::contains)
          .isSorted();
    }
  }

  private void frame(Frame frame) {
    byte[] value =
        scenario
            .topics()
            .of(TopicKind.FRAMES)
            .valueSerde()
            .serializer()
            .serialize(scenario.names().of(TopicKind.FRAMES), frame);
    var unused =
        writer.send(
            new ProducerRecord<>(
                scenario.names().of(TopicKind.FRAMES), frame.cameraId().getBytes(UTF_8), value));
    writer.flush();
  }

  @Test
  void reasonsAndCameras_haveProgressOfTheirOwnAndNothingIsLostOrRepeated() {
    for (int i = 0; i < 20; i++) {
      letter("gate", "model-failed", new byte[] {(byte) i}, 0, Map.of());
      letter("yard", "model-failed", new byte[] {(byte) i}, 1, Map.of());
      letter("yard", "picture-truncated", new byte[] {(byte) i}, 1, Map.of());
    }
    ReplayReport dry = replay(options("model-failed", null, null, 1000, true));
    assertThat(dry.replayed()).isEqualTo(Map.of("model-failed", 40L));
    assertThat(frames()).isEmpty();

    assertThat(replay(options("picture-truncated", null, null, 1000, false)).total()).isEqualTo(20);
    assertThat(replay(options("model-failed", "gate", null, 7, false)).total()).isEqualTo(7);
    assertThat(frames()).hasSize(27);
    assertThat(replay(options("model-failed", null, null, 1000, false)).total()).isEqualTo(33);
    ReplayReport rest = replay(all());
    assertThat(rest.total()).isZero();
    assertThat(rest.done()).isEqualTo(60);

    assertThat(frames()).hasSize(60);
    for (String camera : List.of("gate", "yard")) {
      assertThat(frames())
          .filteredOn(frame -> new String(frame.key(), UTF_8).equals(camera))
          .extracting(frame -> (int) frame.value()[0])
          .as("%s: each once", camera)
          .hasSize(camera.equals("gate") ? 20 : 40);
    }
    assertThat(frames())
        .filteredOn(frame -> new String(frame.key(), UTF_8).equals("gate"))
        .extracting(frame -> (int) frame.value()[0])
        .isSorted();
    assertThat(replay(options(null, null, Instant.now().minusSeconds(600), 1000, false)).total())
        .as("since: once more, on purpose")
        .isEqualTo(60);
    letter("gate", "model-failed", new byte[] {99}, 0, Map.of());
    assertThat(replay(all()).total()).as("only what is new").isEqualTo(1);
  }

  @Test
  void replayThatIsCutOff_goesOnWhereItWasWithoutRepeating() {
    for (int i = 0; i < 300; i++) {
      letter("camera-" + i % 5, "model-failed", new byte[] {(byte) i}, 0, Map.of());
    }
    // As a crash would: a transaction of a replay is open, with frames on the topic.
    try (KafkaProducer<byte[], byte[]> crashed =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "transactional.id",
                all().progress() + "." + all().from()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      crashed.initTransactions();
      crashed.beginTransaction();
      var unused = crashed.send(new ProducerRecord<>(all().to(), new byte[1], new byte[1]));
      crashed.flush();

      long total = replay(options(null, null, null, 130, false)).total();
      assertThat(total).isEqualTo(130);
      assertThatThrownBy(crashed::commitTransaction)
          .as("the one that was thought dead writes no more")
          .isInstanceOf(org.apache.kafka.common.KafkaException.class);
    }
    assertThat(replay(all()).total()).isEqualTo(170);

    List<ConsumerRecord<byte[], byte[]>> frames = frames();
    assertThat(frames).hasSize(300);
    assertThat(frames)
        .extracting(
            frame ->
                DetectionTopologyTest.text(frame.headers()).getOrDefault(DeadLetter.REPLAYED, ""))
        .doesNotHaveDuplicates();
  }

  @Test
  void withoutTransaction_progressIsKeptTheSameWay() {
    for (int i = 0; i < 100; i++) {
      letter("camera-" + i % 5, "model-failed", new byte[] {(byte) i}, 0, Map.of());
    }
    ReplayOptions all = all();
    ReplayOptions plain =
        new ReplayOptions(all.from(), all.to(), all.progress(), null, null, null, 40, false, false);

    assertThat(replay(plain).total()).isEqualTo(40);
    assertThat(replay(all).total()).isEqualTo(60);
    assertThat(replay(plain).total()).isZero();
    assertThat(frames()).hasSize(100);
  }

  @Test
  void letterWhoseBytesWereOmitted_staysAndIsCounted() {
    letter("gate", "frame-too-large", null, 0, Map.of("paa.omitted.value.bytes", "5000"));

    ReplayReport report = replay(all());

    assertThat(report.withoutBytes()).isEqualTo(1);
    assertThat(frames()).isEmpty();
  }

  @Test
  void topicThatIsNotThere_isNamed() {
    ReplayOptions options =
        ReplayOptions.all("no-letters", scenario.names().of(TopicKind.FRAMES), "p");

    assertThatThrownBy(() -> replay(options))
        .hasMessageContaining("there is no topic no-letters")
        .hasMessageContaining("--from");
    assertThatThrownBy(() -> ReplayOptions.all("a", "a", "p")).hasMessageContaining("--to");
  }

  private ReplayOptions all() {
    return options(null, null, null, Long.MAX_VALUE, false);
  }

  private ReplayOptions options(
      @Nullable String reason,
      @Nullable String camera,
      @Nullable Instant since,
      long limit,
      boolean dryRun) {
    return new ReplayOptions(
        scenario.names().of(TopicKind.DEAD_LETTERS),
        scenario.names().of(TopicKind.FRAMES),
        scenario.id() + ".replay",
        reason,
        camera,
        since,
        limit,
        dryRun,
        true);
  }

  private static ReplayReport replay(ReplayOptions options) {
    return new DeadLetterReplay(kafka.bootstrapServers(), Map.of(), options).run();
  }

  private List<ConsumerRecord<byte[], byte[]>> frames() {
    return TopicReader.read(scenario, scenario.names().of(TopicKind.FRAMES));
  }

  private void letter(
      String key,
      String reason,
      byte @Nullable [] value,
      int partition,
      Map<String, String> originals) {
    RecordHeaders headers = new RecordHeaders();
    originals.forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
    headers.add(DeadLetter.EXCEPTION, "x.Y".getBytes(UTF_8));
    headers.add(DeadLetter.MESSAGE, "failed".getBytes(UTF_8));
    headers.add(DeadLetter.TOPIC, scenario.names().of(TopicKind.FRAMES).getBytes(UTF_8));
    headers.add(DeadLetter.PARTITION, Integer.toString(partition).getBytes(UTF_8));
    headers.add(DeadLetter.OFFSET, Integer.toString(letters++).getBytes(UTF_8));
    headers.add(DeadLetter.REASON, reason.getBytes(UTF_8));
    var unused =
        writer.send(
            new ProducerRecord<>(
                scenario.names().of(TopicKind.DEAD_LETTERS),
                Math.floorMod(key.hashCode(), Scenario.PARTITIONS),
                key.getBytes(UTF_8),
                value,
                headers));
    writer.flush();
  }
}
