package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.devkit.ByteClients;
import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.image.PreparedImage;
import io.paastreams.inference.Detector;
import io.paastreams.pipeline.FrameTally.Balance;
import io.paastreams.streams.ApplicationStartException;
import io.paastreams.streams.ApplicationState;
import io.paastreams.streams.Guarantee;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator does for an upgrade while the cameras continue. */
@Timeout(180)
final class UpgradeIT {

  private static final Duration QUIET = Duration.ofSeconds(25);

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  @TempDir private Path folder;

  /** Two instances are replaced one after the other; in between, both models are at work. */
  @ParameterizedTest
  @CsvSource({"EXACTLY_ONCE, classic", "AT_LEAST_ONCE, streams"})
  void aRollingRestartWithAnotherModel_losesNothingAndNamesTheModelOfEachRecord(
      Guarantee guarantee, String protocol) throws Exception {
    Scenario scenario = scenario("roll", guarantee, protocol);
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, 200).start();
        DetectionPipeline oldOne = pipeline(scenario, NamedModel.OLD, Map.of());
        DetectionPipeline oldTwo = pipeline(scenario, NamedModel.OLD, Map.of());
        DetectionPipeline newOne = pipeline(scenario, NamedModel.NEW, Map.of());
        DetectionPipeline newTwo = pipeline(scenario, NamedModel.NEW, Map.of())) {
      oldOne.start();
      oldTwo.start();
      ledger.awaitMore(100);
      oldOne.close();
      newOne.start();
      ledger.awaitMore(400);
      oldTwo.close();
      newTwo.start();
      ledger.awaitMore(100);
      load.close();
      Balance count = ledger.settle(load, QUIET);
      assertThat(count.missing()).as("missing in %s", count).isZero();
      assertThat(count.outOfOrder()).as("out of order in %s", count).isZero();
      assertThat(count.wrong()).as("another frame's result in %s", count).isZero();
      if (guarantee == Guarantee.EXACTLY_ONCE) {
        assertThat(count.doubled()).as("duplicates in %s", count).isZero();
      }

      List<DetectedFrame> records = detections(scenario);
      assertThat(records)
          .allSatisfy(
              record -> {
                NamedModel made = NamedModel.valueOf(record.labels().get(0));
                assertThat(record.model().name()).isEqualTo(made.identity().name());
                assertThat(record.model().sha256()).isEqualTo(made.identity().sha256());
              });
      assertThat(records)
          .extracting(frame -> frame.model().name())
          .contains(NamedModel.OLD.identity().name(), NamedModel.NEW.identity().name());
      assertThat(bothAtWork(records)).as("records of the old model among the new one's").isTrue();
    }
  }

  /**
   * The pipeline keeps no state on disk. Kafka Streams still looks into its own folder, finds a
   * checkpoint that it does not know, removes it and continues.
   */
  @Test
  void aStateFolderOfAnotherVersion_doesNotStopTheStart() throws Exception {
    Scenario scenario = scenario("state", Guarantee.EXACTLY_ONCE, "classic");
    Path state = folder.resolve("state");
    Path application = Files.createDirectories(state.resolve(scenario.id()));
    Path task = Files.createDirectories(application.resolve("0_0").resolve("rocksdb"));
    Files.writeString(application.resolve("kafka-streams-process-metadata"), "{not json");
    Files.writeString(application.resolve("0_0").resolve(".checkpoint"), "99\nnonsense");
    Files.writeString(task.resolve("CURRENT"), "MANIFEST-999999");
    Path notes = Files.writeString(state.resolve("notes.txt"), "an operator's");
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, 200).start();
        DetectionPipeline pipeline =
            pipeline(scenario, NamedModel.OLD, Map.of("state.dir", state.toString()))) {
      pipeline.start();
      ledger.awaitMore(100);
      load.close();
      Balance count = ledger.settle(load, QUIET);
      assertThat(count.missing()).as("missing in %s", count).isZero();
      assertThat(count.doubled()).as("duplicates in %s", count).isZero();
    }
    assertThat(notes).hasContent("an operator's");
  }

  @Test
  void aStateFolderThatCannotBe_isNoObstacle() throws Exception {
    Scenario scenario = scenario("no-state", Guarantee.AT_LEAST_ONCE, "classic");
    Path file = Files.writeString(folder.resolve("file"), "");
    try (DetectionLedger ledger = DetectionLedger.start(scenario);
        CameraLoad load = new CameraLoad(scenario, 200).start();
        DetectionPipeline pipeline =
            pipeline(scenario, NamedModel.OLD, Map.of("state.dir", file.resolve("x").toString()))) {
      pipeline.start();
      ledger.awaitMore(50);
      load.close();
      assertThat(ledger.settle(load, QUIET).missing()).isZero();
    }
  }

  /**
   * All instances stop, then start with the other protocol, and the group continues where it was.
   */
  @ParameterizedTest
  @CsvSource({"classic, streams", "streams, classic"})
  void theGroupProtocol_isChangedWhileNoInstanceRuns(String before, String after) throws Exception {
    Scenario first = scenario("switch-to-" + after, Guarantee.EXACTLY_ONCE, before);
    Scenario second = new Scenario(first.bootstrapServers(), first.id(), first.guarantee(), after);
    try (DetectionLedger ledger = DetectionLedger.start(first);
        CameraLoad load = new CameraLoad(first, 200).start()) {
      try (DetectionPipeline pipeline = first.pipeline().build()) {
        pipeline.start();
        ledger.awaitMore(100);
      }
      try (DetectionPipeline pipeline = second.pipeline().build()) {
        pipeline.start();
        ledger.awaitMore(100);
        load.close();
        Balance count = ledger.settle(load, QUIET);
        assertThat(count.missing()).as("missing in %s", count).isZero();
        assertThat(count.outOfOrder()).as("out of order in %s", count).isZero();
        assertThat(count.doubled()).as("duplicates in %s", count).isZero();
      }
    }
  }

  /**
   * A group uses one protocol at a time; a newcomer with another is refused, and the others
   * continue.
   */
  @Test
  void anInstanceOfTheOtherProtocol_isRefusedAndHarmsNothing() throws Exception {
    Scenario classic = scenario("mixed", Guarantee.EXACTLY_ONCE, "classic");
    Scenario streams =
        new Scenario(classic.bootstrapServers(), classic.id(), classic.guarantee(), "streams");
    try (DetectionLedger ledger = DetectionLedger.start(classic);
        CameraLoad load = new CameraLoad(classic, 200).start();
        DetectionPipeline first = classic.pipeline().build();
        DetectionPipeline newcomer = streams.pipeline().build()) {
      first.start();
      ledger.awaitMore(50);

      assertThatThrownBy(newcomer::start)
          .isInstanceOf(ApplicationStartException.class)
          .hasMessageContaining("group.protocol");

      ledger.awaitMore(50);
      load.close();
      assertThat(ledger.settle(load, QUIET).missing()).isZero();
      assertThat(first.state()).isEqualTo(ApplicationState.RUNNING);
    }
  }

  private static Scenario scenario(String name, Guarantee guarantee, String protocol) {
    Scenario scenario =
        new Scenario(
            kafka.bootstrapServers(),
            kafka.unique(name + "-" + guarantee.ordinal()),
            guarantee,
            protocol);
    scenario.createTopics(kafka);
    return scenario;
  }

  private static DetectionPipeline pipeline(
      Scenario scenario, NamedModel model, Map<String, String> settings) {
    return DetectionPipeline.builder(
            scenario.config().kafka(settings).build(),
            scenario.topics(),
            model.detector(),
            PixelFrames.PREPROCESSOR)
        .build();
  }

  /** Two versions of a model, each of which names itself in what it detects. */
  private enum NamedModel {
    OLD("1a"),
    NEW("2b");

    private final ModelIdentity identity;

    NamedModel(String hash) {
      this.identity = new ModelIdentity("pixels-" + hash, hash.repeat(32));
    }

    ModelIdentity identity() {
      return identity;
    }

    Detector detector() {
      PixelDetector pixels = new PixelDetector(Duration.ofMillis(10));
      return new Detector() {
        @Override
        public List<List<Detection>> detect(List<PreparedImage> batch) {
          return pixels.detect(batch);
        }

        @Override
        public LabelMap labels() {
          return new LabelMap(List.of(name()));
        }

        @Override
        public ModelIdentity model() {
          return identity;
        }

        @Override
        public void close() {
          pixels.close();
        }
      };
    }
  }

  /** Whether some record of the old model was written after the new one's first. */
  private static boolean bothAtWork(List<DetectedFrame> records) {
    var firstOfNew =
        records.stream()
            .filter(record -> record.model().name().equals(NamedModel.NEW.identity().name()))
            .map(DetectedFrame::detectionTime)
            .min(java.util.Comparator.naturalOrder())
            .orElseThrow();
    return records.stream()
        .filter(record -> record.model().name().equals(NamedModel.OLD.identity().name()))
        .anyMatch(record -> record.detectionTime().isAfter(firstOfNew));
  }

  private static List<DetectedFrame> detections(Scenario scenario) {
    Topic<DetectedFrame> topic = scenario.topics().of(TopicKind.DETECTIONS);
    List<DetectedFrame> records = new ArrayList<>();
    try (var consumer =
        ByteClients.reader(scenario.bootstrapServers(), Scenario.PARTITIONS, topic.name())) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          records.add(topic.valueSerde().deserializer().deserialize(topic.name(), record.value()));
        }
      }
    }
    return records;
  }
}
