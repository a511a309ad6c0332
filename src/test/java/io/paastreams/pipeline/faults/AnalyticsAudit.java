package io.paastreams.pipeline.faults;

import io.paastreams.analytics.CameraAnalytics;
import io.paastreams.analytics.CameraRecords;
import io.paastreams.analytics.CameraState;
import io.paastreams.cluster.RulesTopic;
import io.paastreams.event.Alert;
import io.paastreams.event.CountWindow;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.ObjectEvent;
import io.paastreams.event.RecordJson;
import io.paastreams.event.RuleSet;
import io.paastreams.event.Scene;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.event.TrackedFrame;
import io.paastreams.rules.RuleFile;
import io.paastreams.rules.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the detections as any read-committed consumer would, applies the pure functions, and
 * compares the result with what analytics wrote. Independent of its store, group and offsets.
 */
final class AnalyticsAudit {

  /** Rules for everything that can happen to a person who walks from left to right. */
  private static final String RULES =
      """
      cameras:
        camera-*:
          zones:
            middle: {polygon: [[0.3, 0], [0.7, 0], [0.7, 1], [0.3, 1]], enterAfter: 50ms, leaveAfter: 50ms}
          lines:
            gate: {from: [0.5, 1], to: [0.5, 0]}
      counts: {window: 1s, by: [camera, zone, line]}
      events: {updateEvery: 500ms}
      rules:
        visitor: {when: presence, zone: middle, for: 200ms, cooldown: 1s}
        passage: {when: crossing, line: gate, direction: leftToRight}
      """;

  private static final Duration READING = Duration.ofMinutes(2);

  private final String bootstrapServers;
  private final Topics topics;
  private final Rules rules = RuleFile.parse(RULES).orThrow();

  private AnalyticsAudit(String bootstrapServers, Topics topics) {
    this.bootstrapServers = bootstrapServers;
    this.topics = topics;
  }

  /** Applies the rules, which must be done before the first instance starts. */
  static AnalyticsAudit begin(String bootstrapServers, Topics topics) throws Exception {
    new RulesTopic(bootstrapServers, Map.of(), topics.of(TopicKind.RULES))
        .apply(RuleSet.of(RULES, Instant.now(), "harness"));
    return new AnalyticsAudit(bootstrapServers, topics);
  }

  /** Waits until analytics is at work. */
  void awaitFirstTracks(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (read(TopicKind.TRACKS).isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(300);
    }
  }

  /** Waits until each detection has its tracks, or nothing comes for so long. */
  void awaitTracks(Duration quiet) throws InterruptedException {
    int last = -1;
    long lastChange = System.nanoTime();
    while (System.nanoTime() - lastChange < quiet.toNanos()) {
      Set<Object> detected = new HashSet<>();
      read(TopicKind.DETECTIONS).forEach(frame -> detected.add(frame.detectionId()));
      Set<Object> tracked = new HashSet<>();
      read(TopicKind.TRACKS).forEach(frame -> tracked.add(frame.detectionId()));
      if (tracked.containsAll(detected)) {
        return;
      }
      if (tracked.size() != last) {
        last = tracked.size();
        lastChange = System.nanoTime();
      }
      Thread.sleep(300);
    }
  }

  AnalyticsBalance balance() {
    RecordTally tracks = new RecordTally();
    RecordTally events = new RecordTally();
    RecordTally counts = new RecordTally();
    RecordTally alerts = new RecordTally();
    RecordTally scenes = new RecordTally();
    for (CameraRecords each : recounted()) {
      TrackedFrame frame = each.tracks();
      if (frame != null) {
        tracks.expect(id(frame), frame.cameraId(), RecordJson.line(TopicKind.TRACKS, frame));
      }
      for (ObjectEvent event : each.events()) {
        events.expect(id(event), event.cameraId(), RecordJson.line(TopicKind.EVENTS, event));
      }
      for (CountWindow count : each.counts()) {
        counts.expect(id(count), count.cameraId(), RecordJson.line(TopicKind.COUNTS, count));
      }
      for (Alert alert : each.alerts()) {
        alerts.expect(id(alert), id(alert), RecordJson.line(TopicKind.ALERTS, alert));
      }
      Scene scene = each.scene();
      if (scene != null) {
        scenes.expect(id(scene), scene.cameraId(), RecordJson.line(TopicKind.SCENE, scene));
      }
    }
    read(TopicKind.TRACKS)
        .forEach(each -> tracks.enter(id(each), each.cameraId(), line(TopicKind.TRACKS, each)));
    read(TopicKind.EVENTS)
        .forEach(each -> events.enter(id(each), each.cameraId(), line(TopicKind.EVENTS, each)));
    read(TopicKind.COUNTS)
        .forEach(each -> counts.enter(id(each), each.cameraId(), line(TopicKind.COUNTS, each)));
    // Their key is the alert, so those of one camera have no order.
    read(TopicKind.ALERTS)
        .forEach(each -> alerts.enter(id(each), id(each), line(TopicKind.ALERTS, each)));
    read(TopicKind.SCENE)
        .forEach(each -> scenes.enter(id(each), each.cameraId(), line(TopicKind.SCENE, each)));
    return new AnalyticsBalance(
        tracks.account(), events.account(), counts.account(), alerts.account(), scenes.account());
  }

  private List<CameraRecords> recounted() {
    CameraAnalytics analytics = CameraAnalytics.standard();
    Map<String, CameraState> states = new HashMap<>();
    List<CameraRecords> records = new ArrayList<>();
    for (DetectedFrame frame : read(TopicKind.DETECTIONS)) {
      String camera = frame.cameraId();
      CameraAnalytics.Step step =
          analytics.judge(
              rules.forCamera(camera), states.getOrDefault(camera, CameraState.EMPTY), frame);
      states.put(camera, step.state());
      records.add(step.records());
    }
    return records;
  }

  private static <V> String line(TopicKind<V> kind, V value) {
    return RecordJson.line(kind, value);
  }

  private static String id(TrackedFrame frame) {
    return frame.detectionId().toString();
  }

  private static String id(ObjectEvent event) {
    return event.eventId().toString();
  }

  private static String id(CountWindow window) {
    return window.windowId().toString();
  }

  private static String id(Alert alert) {
    return alert.alertId() + " " + alert.state();
  }

  private static String id(Scene scene) {
    return scene.detectionId().toString();
  }

  /** Everything that is committed, by partition in the order of offsets. */
  private <V> List<V> read(TopicKind<V> kind) {
    Topic<V> topic = topics.of(kind);
    List<V> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "default.api.timeout.ms",
                300_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(topic.name(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + READING.toNanos();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          values.add(
              topic
                  .valueSerde()
                  .deserializer()
                  .deserialize(topic.name(), record.headers(), record.value()));
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(topic.name() + " was not read within " + READING);
        }
      }
    }
    return values;
  }
}
