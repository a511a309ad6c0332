package io.paastreams.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.paastreams.devkit.ByteClients;
import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload.ClaimCheck;
import io.paastreams.event.FramePayload.Encoded;
import io.paastreams.event.FramePayload.Encoding;
import io.paastreams.event.FramePayload.PixelFormat;
import io.paastreams.event.FramePayload.Raw;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.geometry.Size;
import io.paastreams.pipeline.PixelFrames.Wish;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.streams.Guarantee;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Records of every bad kind in random places among good ones, so in random places of batches:
 * records that are not frame events, are not images, break the model, have an invalid result, or
 * have a result that their topic does not accept. All frames are detected, skipped or
 * dead-lettered, and only the bad ones are dead-lettered, with their reason and with their exact
 * bytes and headers.
 */
@Timeout(120)
final class PoisonFramesIT {

  @RegisterExtension static final SharedBroker kafka = new SharedBroker();

  private static final int RECORDS = 600;

  /** What was sent, and what must become of it: detected, skipped, or the kind of the failure. */
  private record Sent(byte @Nullable [] key, byte @Nullable [] value, String fate) {}

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void poisonFrames_areDeadLetteredWithTheirExactBytes_andNoOthers(Guarantee guarantee) {
    String id = "poison-" + guarantee.name().toLowerCase(Locale.ROOT);
    Scenario scenario =
        new Scenario(kafka.bootstrapServers(), kafka.unique(id), guarantee, "classic");
    scenario.createTopics(kafka);
    limitDetections(kafka, scenario);
    List<Sent> sent = records(scenario.topics());
    Map<SourceKey, Sent> bySource = produce(scenario, sent);
    PipelineConfig config =
        scenario
            .config()
            .with(AdmissionRule.MAX_AGE, Duration.ofHours(1))
            .with(PipelineConfig.MAX_FRAME_BYTES, 20_000)
            .with(PipelineConfig.MAX_BATCH_SIZE, 8)
            .build();
    RecordingListener listener = new RecordingListener();
    try (DetectionPipeline pipeline =
        DetectionPipeline.builder(
                config,
                scenario.topics(),
                new PixelDetector(Duration.ofMillis(5)),
                PixelFrames.PREPROCESSOR)
            .listener(listener)
            .build()) {
      pipeline.start();
      await().atMost(60, TimeUnit.SECONDS).until(() -> listener.outcomes.size() == sent.size());
    }
    TopicNames names = scenario.names();
    var detections = TopicReader.read(scenario, names.of(TopicKind.DETECTIONS));
    var skipped = TopicReader.read(scenario, names.of(TopicKind.SKIPPED));
    var letters = TopicReader.read(scenario, names.of(TopicKind.DEAD_LETTERS));

    assertThat(detections.size() + skipped.size() + letters.size()).isEqualTo(RECORDS);
    assertThat(detections).hasSize(count(sent, "detected"));
    assertThat(skipped).hasSize(count(sent, "skipped"));
    for (ConsumerRecord<byte[], byte[]> letter : letters) {
      assertLetter(letter, bySource, names);
    }
    assertThat(letters)
        .extracting(letter -> reason(letter))
        .as("every kind was there")
        .contains(
            "no-value",
            "unreadable-record",
            "frame-too-large",
            "picture-unknown-format",
            "picture-too-large",
            "claim-check-not-allowed",
            "model-failed",
            "result-too-large");
    assertThat(listener.received).hasSize(RECORDS);
  }

  /** The broker refuses a result although its topic accepted such results when we started. */
  @Test
  void topicThatTakesLessThanBefore_costsTheFramesThatNeedMoreAndNoOther() {
    Scenario scenario =
        new Scenario(
            kafka.bootstrapServers(), kafka.unique("lowered"), Guarantee.EXACTLY_ONCE, "classic");
    scenario.createTopics(kafka);
    RecordingListener listener = new RecordingListener();
    try (DetectionPipeline pipeline = scenario.pipeline().listener(listener).build()) {
      pipeline.start();
      limitDetections(kafka, scenario);
      List<Sent> sent = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        // Each smaller than the one before: a limit learnt from one lets the next pass.
        Wish wish = i % 4 == 3 ? Wish.CROWDED : Wish.DETECT;
        sent.add(wish(scenario.topics(), 0, i, wish, "detected"));
      }
      produce(scenario, sent);
      await()
          .atMost(90, TimeUnit.SECONDS)
          .dontCatchUncaughtExceptions() // a thread dies of a refusal, and is replaced
          .until(() -> ends(scenario) == 80);
    }
    TopicNames names = scenario.names();
    List<ConsumerRecord<byte[], byte[]>> letters =
        TopicReader.read(scenario, names.of(TopicKind.DEAD_LETTERS));
    assertThat(letters)
        .hasSize(20)
        .extracting(letter -> reason(letter))
        .containsOnly("result-too-large");
    assertThat(TopicReader.read(scenario, names.of(TopicKind.DETECTIONS))).hasSize(60);
  }

  /** Distinct frames that have a detection or a dead letter. */
  private static int ends(Scenario scenario) {
    Set<String> ends = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> letter :
        TopicReader.read(scenario, scenario.names().of(TopicKind.DEAD_LETTERS))) {
      Map<String, String> headers = DetectionTopologyTest.text(letter.headers());
      ends.add(
          headers.get("__streams.errors.partition") + "@" + headers.get("__streams.errors.offset"));
    }
    for (ConsumerRecord<byte[], byte[]> record :
        TopicReader.read(scenario, scenario.names().of(TopicKind.DETECTIONS))) {
      var source =
          scenario
              .topics()
              .of(TopicKind.DETECTIONS)
              .valueSerde()
              .deserializer()
              .deserialize(record.topic(), record.value())
              .source();
      ends.add(source.partition() + "@" + source.offset());
    }
    return ends.size();
  }

  /** From now on the topic accepts records up to 50 KB, and a crowded frame's is larger. */
  private static void limitDetections(SharedBroker kafka, Scenario scenario) {
    ConfigResource topic =
        new ConfigResource(ConfigResource.Type.TOPIC, scenario.names().of(TopicKind.DETECTIONS));
    AlterConfigOp lower =
        new AlterConfigOp(new ConfigEntry("max.message.bytes", "50000"), AlterConfigOp.OpType.SET);
    try (Admin admin = kafka.admin()) {
      admin.incrementalAlterConfigs(Map.of(topic, List.of(lower))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String reason(ConsumerRecord<byte[], byte[]> letter) {
    return DetectionTopologyTest.text(letter.headers()).getOrDefault("paa.failure", "");
  }

  private record SourceKey(int partition, long offset) {}

  private static void assertLetter(
      ConsumerRecord<byte[], byte[]> letter, Map<SourceKey, Sent> bySource, TopicNames names) {
    Map<String, String> headers = DetectionTopologyTest.text(letter.headers());
    assertThat(headers)
        .containsEntry("__streams.errors.topic", names.of(TopicKind.FRAMES))
        .containsKeys(
            "__streams.errors.exception",
            "__streams.errors.message",
            "__streams.errors.stacktrace");
    SourceKey source =
        new SourceKey(
            Integer.parseInt(headers.getOrDefault("__streams.errors.partition", "")),
            Long.parseLong(headers.getOrDefault("__streams.errors.offset", "")));
    Sent original = bySource.remove(source); // removed: no frame has two letters
    assertThat(original).as("%s", source).isNotNull();
    assertThat(headers).containsEntry("paa.failure", original.fate());
    assertThat(letter.key()).isEqualTo(original.key());
    assertThat(letter.value()).isEqualTo(original.value());
    assertThat(letter.headers().toArray())
        .as("the record's own headers, in their order, before the failure's")
        .startsWith(headersOf(original).toArray());
  }

  /** Headers that differ from record to record; a name comes twice, a value is empty. */
  private static Headers headersOf(Sent sent) {
    int number = Arrays.hashCode(sent.value());
    return new RecordHeaders()
        .add("traceparent", ("00-" + number).getBytes(UTF_8))
        .add("tenant", new byte[] {(byte) number, 0, (byte) 0xFF})
        .add("tenant", "second".getBytes(UTF_8))
        .add("empty", new byte[0]);
  }

  private static int count(List<Sent> sent, String fate) {
    return (int) sent.stream().filter(record -> record.fate().equals(fate)).count();
  }

  /** About a third of the records are bad, the kinds in random order. */
  private static List<Sent> records(Topics topics) {
    SplittableRandom random = new SplittableRandom(7);
    List<Sent> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      int camera = random.nextInt(CameraLoad.CAMERAS);
      byte[] key = PixelFrames.cameraId(camera).getBytes(UTF_8);
      byte[] good = bytes(topics, PixelFrames.frame(camera, i));
      records.add(
          switch (random.nextInt(40)) {
            case 0 -> new Sent(key, null, "no-value");
            case 1 -> new Sent(key, new byte[0], "unreadable-record");
            case 2 -> new Sent(key, changed(good, 0, 1), "unreadable-record");
            case 3 -> new Sent(key, changed(good, 3, 77), "unreadable-record");
            case 4 -> new Sent(key, Arrays.copyOf(good, good.length - 9), "unreadable-record");
            case 5 -> new Sent(key, new byte[20_001], "frame-too-large");
            case 6 -> encoded(topics, camera, i, new byte[] {1, 2, 3}, "picture-unknown-format");
            case 7 -> encoded(topics, camera, i, hugeJpegHeader(), "picture-too-large");
            case 8 -> {
              Raw raw = new Raw(PixelFormat.RGB8, new Size(8, 8), new byte[192]);
              byte[] cut = bytes(topics, PixelFrames.frame(camera, i, raw));
              yield new Sent(null, cut, "detected"); // a null key is no fault
            }
            case 9 -> claim(topics, camera, i, "ftp://store/x");
            case 10 -> claim(topics, camera, i, "http://169.254.169.254/latest/meta-data");
            case 11 -> wish(topics, camera, i, Wish.FAIL, "model-failed");
            case 12 -> {
              Instant old = Instant.now().minus(Duration.ofHours(2));
              Frame frame = PixelFrames.frame(camera, i, Wish.DETECT, old);
              yield new Sent(key, bytes(topics, frame), "skipped");
            }
            case 13 -> wish(topics, camera, i, Wish.UNLABELLED, "model-failed");
            case 14 -> wish(topics, camera, i, Wish.CROWDED, "result-too-large");
            default -> new Sent(key, good, "detected");
          });
    }
    return records;
  }

  private static Sent wish(Topics topics, int camera, int sequence, Wish wish, String fate) {
    Frame frame = PixelFrames.frame(camera, sequence, wish, Instant.now());
    return new Sent(frame.cameraId().getBytes(UTF_8), bytes(topics, frame), fate);
  }

  private static Sent encoded(Topics topics, int camera, int sequence, byte[] file, String fate) {
    Frame frame = PixelFrames.frame(camera, sequence, new Encoded(Encoding.JPEG, file));
    return new Sent(frame.cameraId().getBytes(UTF_8), bytes(topics, frame), fate);
  }

  private static Sent claim(Topics topics, int camera, int sequence, String uri) {
    ClaimCheck claim = new ClaimCheck(uri, 10, "00".repeat(32), "image/jpeg");
    Frame frame = PixelFrames.frame(camera, sequence, claim);
    return new Sent(
        frame.cameraId().getBytes(UTF_8), bytes(topics, frame), "claim-check-not-allowed");
  }

  /** Start of image, a frame header of 30,000 x 30,000 pixels and three components, and the end. */
  private static byte[] hugeJpegHeader() {
    return java.util.HexFormat.of()
        .parseHex(
            "ffd8"
                + "ffc0001108"
                + "7530"
                + "7530"
                + "03011100021100031100"
                + "ffda000c03010002110311003f00"
                + "00ffd9");
  }

  private static byte[] bytes(Topics topics, Frame frame) {
    return topics
        .of(TopicKind.FRAMES)
        .valueSerde()
        .serializer()
        .serialize(topics.of(TopicKind.FRAMES).name(), frame);
  }

  private static byte[] changed(byte[] bytes, int index, int value) {
    byte[] changed = bytes.clone();
    changed[index] = (byte) value;
    return changed;
  }

  private static Map<SourceKey, Sent> produce(Scenario scenario, List<Sent> records) {
    Map<SourceKey, Sent> bySource =
        new TreeMap<>(
            java.util.Comparator.comparing(SourceKey::partition).thenComparing(SourceKey::offset));
    try (var producer = ByteClients.producer(scenario.bootstrapServers())) {
      for (int i = 0; i < records.size(); i++) {
        Sent record = records.get(i);
        producer.send(
            new ProducerRecord<>(
                scenario.names().of(TopicKind.FRAMES),
                i % Scenario.PARTITIONS,
                null,
                record.key(),
                record.value(),
                headersOf(record)),
            (metadata, failure) -> {
              if (failure == null) {
                bySource.put(new SourceKey(metadata.partition(), metadata.offset()), record);
              }
            });
      }
    }
    assertThat(bySource).hasSize(records.size());
    return bySource;
  }
}
