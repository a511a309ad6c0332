package io.paastreams.analytics;

import io.paastreams.analytics.CameraAnalytics.Verdict;
import io.paastreams.event.Alert;
import io.paastreams.event.CountWindow;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.InMemorySchemaRegistry;
import io.paastreams.event.ObjectEvent;
import io.paastreams.event.Scene;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.event.TrackedFrame;
import io.paastreams.rules.RuleFile;
import io.paastreams.rules.Rules;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.KafkaSettings;
import io.paastreams.streams.RecordFailure;
import io.paastreams.streams.RecordLimits;
import io.paastreams.tracking.TrackerConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The production topology without a broker, from record bytes to record bytes. */
final class AnalyticsFixture implements AutoCloseable {

  final Topics topics = InMemorySchemaRegistry.topics();
  final RecordLimits limits = new RecordLimits(1 << 20);
  final List<Verdict> verdicts = new ArrayList<>();
  final List<String> deadLetterReasons = new ArrayList<>();
  final TestOutputTopic<String, TrackedFrame> tracks;
  final TestOutputTopic<String, ObjectEvent> events;
  final TestOutputTopic<String, CountWindow> counts;
  final TestOutputTopic<String, Alert> alerts;
  final TestOutputTopic<String, Scene> scenes;
  final TestOutputTopic<byte[], byte[]> deadLetters;
  final RulesInForce rules;

  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> detections;
  private final TestInputTopic<byte[], byte[]> skipped;
  private Instant now = Film.NOON;

  AnalyticsFixture(Guarantee guarantee) {
    AnalyticsListener listener =
        new AnalyticsListener() {
          @Override
          public void judged(DetectedFrame frame, Verdict verdict) {
            verdicts.add(verdict);
          }

          @Override
          public void deadLettered(SourceOffset source, String camera, RecordFailure failure) {
            deadLetterReasons.add(failure.kind());
          }
        };
    rules = new RulesInForce(parse(Run.YARD), listener);
    AnalyticsServices services =
        new AnalyticsServices(
            topics,
            limits,
            new CameraAnalytics(AnalyticsLimits.STANDARD, TrackerConfig.defaults()),
            AnalyticsLimits.STANDARD,
            rules,
            new Arrivals(),
            guarantee,
            listener,
            () -> now);
    AnalyticsConfig config = AnalyticsConfig.of("app", "localhost:9092", guarantee);
    driver =
        new TopologyTestDriver(
            AnalyticsTopology.of(services), KafkaSettings.of(config.settings(), limits), now);
    detections = input(TopicKind.DETECTIONS);
    skipped = input(TopicKind.SKIPPED);
    tracks = output(TopicKind.TRACKS);
    events = output(TopicKind.EVENTS);
    counts = output(TopicKind.COUNTS);
    alerts = output(TopicKind.ALERTS);
    scenes = output(TopicKind.SCENE);
    deadLetters =
        driver.createOutputTopic(
            topics.of(TopicKind.ANALYTICS_DEAD_LETTERS).name(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  static Rules parse(String yaml) {
    return RuleFile.parse(yaml).orThrow();
  }

  private TestInputTopic<byte[], byte[]> input(TopicKind<?> kind) {
    return driver.createInputTopic(
        topics.of(kind).name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private <V> TestOutputTopic<String, V> output(TopicKind<V> kind) {
    return driver.createOutputTopic(
        topics.of(kind).name(),
        new StringDeserializer(),
        topics.of(kind).valueSerde().deserializer());
  }

  byte[] bytes(DetectedFrame frame, Headers headers) {
    return topics
        .of(TopicKind.DETECTIONS)
        .valueSerde()
        .serializer()
        .serialize(topics.of(TopicKind.DETECTIONS).name(), headers, frame);
  }

  void pipe(DetectedFrame frame) {
    pipe(frame, new RecordHeaders());
  }

  void pipe(DetectedFrame frame, Headers headers) {
    pipe(frame.cameraId(), bytes(frame, headers), headers);
  }

  void pipe(String key, byte @Nullable [] value) {
    pipe(key, value, new RecordHeaders());
  }

  private void pipe(String key, byte @Nullable [] value, Headers headers) {
    detections.pipeInput(
        new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, headers, now));
  }

  void pipe(Film film) {
    film.frames().forEach(this::pipe);
  }

  void skip(String camera) {
    skipped.pipeInput(
        new TestRecord<>(
            camera.getBytes(StandardCharsets.UTF_8), new byte[] {1}, new RecordHeaders(), now));
  }

  /** Advances the wall clock and runs the punctuations. */
  void pass(Duration time) {
    for (int second = 0; second < time.toSeconds(); second++) {
      now = now.plusSeconds(1);
      driver.advanceWallClockTime(Duration.ofSeconds(1));
    }
  }

  KeyValueStore<String, byte[]> store() {
    return driver.getKeyValueStore(AnalyticsTopology.STATES);
  }

  /** Everything produced since the last call. */
  List<Object> drain() {
    List<Object> all = new ArrayList<>();
    all.addAll(tracks.readValuesToList());
    all.addAll(events.readValuesToList());
    all.addAll(counts.readValuesToList());
    all.addAll(alerts.readValuesToList());
    all.addAll(scenes.readValuesToList());
    return all;
  }

  @Override
  public void close() {
    driver.close();
  }
}
