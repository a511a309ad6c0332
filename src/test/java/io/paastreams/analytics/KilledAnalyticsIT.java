package io.paastreams.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.cluster.RulesTopic;
import io.paastreams.devkit.ChildJvm;
import io.paastreams.devkit.SharedBroker;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.RuleSet;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.streams.Guarantee;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An instance is killed in the middle of its work: its successor continues as if nothing had
 * happened, and the topics hold byte for byte what the pure functions give, under at-least-once
 * some of it twice.
 */
@Timeout(180)
final class KilledAnalyticsIT {

  private static final int PARTITIONS = 3;
  private static final int CAMERAS = 6;
  private static final List<TopicKind<?>> OUTPUTS =
      List.of(TopicKind.TRACKS, TopicKind.EVENTS, TopicKind.COUNTS, TopicKind.ALERTS);

  @RegisterExtension static final SharedBroker broker = new SharedBroker();

  @ParameterizedTest
  @EnumSource
  void killedAnalytics_producesTheSameEvents(Guarantee guarantee) throws Exception {
    String id = "killed-" + guarantee.name().toLowerCase(Locale.ROOT);
    Topics topics = AnalyticsChild.topics(id);
    createTopics(topics);
    new RulesTopic(broker.bootstrapServers(), Map.of(), topics.of(TopicKind.RULES))
        .apply(RuleSet.of(Run.YARD, Instant.now(), "test"));
    List<Film> films = films();
    Map<String, List<String>> expected = expected(films, topics);
    int frames = films.get(0).frames().size();

    try (Reader reader = new Reader(topics);
        ChildJvm victim = AnalyticsChild.start(broker.bootstrapServers(), id, guarantee)) {
      try (KafkaProducer<byte[], byte[]> producer = producer()) {
        for (int i = 0; i < frames; i++) {
          for (Film film : films) {
            send(producer, topics, film.frames().get(i));
          }
          if (i == frames / 2) {
            reader.readUntil(topics.of(TopicKind.TRACKS).name(), CAMERAS * i / 2);
            victim.kill();
          }
          Thread.sleep(5);
        }
      }
      try (AnalyticsApplication successor =
          AnalyticsChild.application(broker.bootstrapServers(), id, guarantee)) {
        successor.start();
        reader.readUntilDistinct(topics.of(TopicKind.TRACKS).name(), CAMERAS * frames);
      }
      reader.rest();
      for (TopicKind<?> kind : OUTPUTS) {
        String topic = topics.of(kind).name();
        List<String> read = reader.read.getOrDefault(topic, List.of());
        List<String> once = List.copyOf(new LinkedHashSet<>(read));
        assertThat(once)
            .as(topic)
            .containsExactlyInAnyOrderElementsOf(expected.getOrDefault(topic, List.of()));
        if (guarantee == Guarantee.EXACTLY_ONCE) {
          assertThat(read).as(topic).hasSameSizeAs(once);
        }
      }
      assertThat(expected.get(topics.of(TopicKind.ALERTS).name())).isNotEmpty();
      assertThat(expected.get(topics.of(TopicKind.COUNTS).name())).isNotEmpty();
    }
  }

  private static List<Film> films() {
    List<Film> films = new ArrayList<>();
    for (int camera = 0; camera < CAMERAS; camera++) {
      Film film = new Film("camera-" + camera);
      for (int round = 0; round < 4; round++) {
        film.walk(60, 400 - 10 * camera, 560, 300 + 20 * camera, 50).empty(30);
      }
      films.add(film);
    }
    return films;
  }

  private static Map<String, List<String>> expected(List<Film> films, Topics topics) {
    Map<String, List<String>> expected = new HashMap<>();
    for (Film film : films) {
      Run run = Run.of(film);
      run.tracks.forEach(value -> add(expected, topics.of(TopicKind.TRACKS), value));
      run.events.forEach(value -> add(expected, topics.of(TopicKind.EVENTS), value));
      run.counts.forEach(value -> add(expected, topics.of(TopicKind.COUNTS), value));
      run.alerts.forEach(value -> add(expected, topics.of(TopicKind.ALERTS), value));
    }
    return expected;
  }

  private static <V> void add(Map<String, List<String>> expected, Topic<V> topic, V value) {
    byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), value);
    expected
        .computeIfAbsent(topic.name(), name -> new ArrayList<>())
        .add(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static void createTopics(Topics topics) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              AnalyticsApplication.TOPICS.stream()
                  .map(
                      use ->
                          new NewTopic(
                              topics.of(use.kind()).name(),
                              use.kind() == TopicKind.RULES ? 1 : PARTITIONS,
                              (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, Topics topics, DetectedFrame frame) {
    Topic<DetectedFrame> topic = topics.of(TopicKind.DETECTIONS);
    producer.send(
        new ProducerRecord<>(
            topic.name(),
            frame.cameraId().getBytes(StandardCharsets.UTF_8),
            topic.valueSerde().serializer().serialize(topic.name(), frame)));
  }

  /** Reads committed records of the output topics, by topic. */
  private static final class Reader implements AutoCloseable {

    final Map<String, List<String>> read = new HashMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;

    Reader(Topics topics) {
      consumer =
          new KafkaConsumer<>(
              Map.of(
                  "bootstrap.servers",
                  broker.bootstrapServers(),
                  "isolation.level",
                  "read_committed",
                  "enable.auto.commit",
                  false),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      List<TopicPartition> partitions =
          OUTPUTS.stream()
              .map(kind -> topics.of(kind).name())
              .flatMap(
                  topic ->
                      Stream.iterate(0, i -> i + 1)
                          .limit(PARTITIONS)
                          .map(partition -> new TopicPartition(topic, partition)))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    private int poll() {
      int count = 0;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        read.computeIfAbsent(record.topic(), topic -> new ArrayList<>())
            .add(new String(record.value(), StandardCharsets.ISO_8859_1));
        count++;
      }
      return count;
    }

    void readUntil(String topic, int records) {
      while (read.getOrDefault(topic, List.of()).size() < records) {
        poll();
      }
    }

    void readUntilDistinct(String topic, int records) {
      while (new LinkedHashSet<>(read.getOrDefault(topic, List.of())).size() < records) {
        poll();
      }
    }

    void rest() {
      for (int quiet = 0; quiet < 5; ) {
        quiet = poll() == 0 ? quiet + 1 : 0;
      }
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
