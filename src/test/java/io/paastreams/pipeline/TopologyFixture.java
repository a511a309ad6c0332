package io.paastreams.pipeline;

import static org.awaitility.Awaitility.await;

import io.paastreams.batch.BatchListener;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Frame;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.image.ImageDecoder;
import io.paastreams.streams.KafkaSettings;
import io.paastreams.streams.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The production topology without a broker. It cannot show what a commit covers; what becomes of
 * each frame it can.
 */
final class TopologyFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  final Topics topics;
  final PixelDetector detector;
  final RecordLimits limits = new RecordLimits(1 << 20);
  final RecordingListener listener = new RecordingListener();
  final TestOutputTopic<String, DetectedFrame> detections;
  final TestOutputTopic<String, SkippedFrame> skipped;
  final TestOutputTopic<byte[], byte[]> deadLetters;

  private final DetectionServices services;
  private final TopologyTestDriver driver;
  final TestInputTopic<byte[], byte[]> frames;

  TopologyFixture(PipelineConfigBuilder builder, PixelDetector detector) {
    this(builder, detector, InMemorySchemaRegistry.topics());
  }

  TopologyFixture(PipelineConfigBuilder builder, PixelDetector detector, Topics topics) {
    this.topics = topics;
    this.detector = detector;
    PipelineConfig config = builder.build();
    services =
        new DetectionServices(
            config,
            topics,
            limits,
            new ModelSlot(detector, PixelFrames.PREPROCESSOR),
            ImageDecoder.withDefaultLimits(),
            listener,
            BatchListener.NONE,
            () -> NOW);
    Properties settings = KafkaSettings.of(config.settings(), limits);
    driver = new TopologyTestDriver(DetectionTopology.of(config, topics, services), settings, NOW);
    frames =
        driver.createInputTopic(
            topics.of(TopicKind.FRAMES).name(),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    detections =
        driver.createOutputTopic(
            topics.of(TopicKind.DETECTIONS).name(),
            new StringDeserializer(),
            topics.of(TopicKind.DETECTIONS).valueSerde().deserializer());
    skipped =
        driver.createOutputTopic(
            topics.of(TopicKind.SKIPPED).name(),
            new StringDeserializer(),
            topics.of(TopicKind.SKIPPED).valueSerde().deserializer());
    deadLetters =
        driver.createOutputTopic(
            topics.of(TopicKind.DEAD_LETTERS).name(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  static TopologyFixture instant() {
    return new TopologyFixture(config(), PixelDetector.instant());
  }

  static PipelineConfigBuilder config() {
    return PipelineConfig.builder("app", "localhost:9092")
        .with(PipelineConfig.MAX_BATCH_DELAY, Duration.ofMillis(1));
  }

  byte[] bytes(Frame frame) {
    return topics
        .of(TopicKind.FRAMES)
        .valueSerde()
        .serializer()
        .serialize(topics.of(TopicKind.FRAMES).name(), frame);
  }

  void pipe(Frame frame) {
    pipe(frame, new RecordHeaders());
  }

  void pipe(Frame frame, Headers headers) {
    byte[] value =
        topics
            .of(TopicKind.FRAMES)
            .valueSerde()
            .serializer()
            .serialize(topics.of(TopicKind.FRAMES).name(), headers, frame);
    pipe(frame.cameraId().getBytes(StandardCharsets.UTF_8), value, headers);
  }

  void pipe(byte @Nullable [] key, byte @Nullable [] value) {
    pipe(key, value, new RecordHeaders());
  }

  void pipe(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    frames.pipeInput(new TestRecord<>(key, value, headers, NOW));
  }

  /** Lets the wall-clock punctuation run once. */
  void tick() {
    driver.advanceWallClockTime(Duration.ofMillis(10));
  }

  /** Ticks until every record that was piped has its outcome. */
  void finish() {
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              tick();
              return listener.received.size() == listener.outcomes.size();
            });
  }

  long reservedBytes() {
    return services.memory().used();
  }

  @Override
  public void close() {
    driver.close();
    services.close();
  }
}
