package io.paastreams.cli.demo;

import io.paastreams.cli.demo.FrameLedger.Session;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Frame;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the output topics like any other consumer, committed records only, and enters them in a
 * {@link FrameLedger}.
 *
 * <p>Threading: reads on a thread of its own from {@link #start} to {@link #close}.
 */
final class LedgerReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Topics topics;
  private final FrameLedger ledger;
  private final AnalyticsLedger analytics;
  private final FoundFrames found;
  private final InstantSource clock;
  private final Thread thread;

  /** Receives what was found in frames. */
  @FunctionalInterface
  interface FoundFrames {

    /** One frame, the first time that a record of it is read. */
    void found(DetectedFrame frame);
  }

  private LedgerReader(
      KafkaConsumer<byte[], byte[]> consumer,
      Topics topics,
      FrameLedger ledger,
      AnalyticsLedger analytics,
      FoundFrames found,
      InstantSource clock) {
    this.consumer = consumer;
    this.topics = topics;
    this.ledger = ledger;
    this.analytics = analytics;
    this.found = found;
    this.clock = clock;
    this.thread = new Thread(this::read, "demo-ledger");
    this.thread.setDaemon(true);
  }

  /** Reads all partitions of the output topics from their beginning. */
  static LedgerReader start(
      String bootstrapServers,
      Topics topics,
      FrameLedger ledger,
      AnalyticsLedger analytics,
      FoundFrames found,
      InstantSource clock) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        List.of(
                topics.of(TopicKind.DETECTIONS).name(),
                topics.of(TopicKind.SKIPPED).name(),
                topics.of(TopicKind.DEAD_LETTERS).name(),
                topics.of(TopicKind.TRACKS).name(),
                topics.of(TopicKind.EVENTS).name())
            .stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    LedgerReader reader = new LedgerReader(consumer, topics, ledger, analytics, found, clock);
    reader.thread.start();
    return reader;
  }

  private void read() {
    try {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          enter(record);
        }
      }
    } catch (WakeupException closing) {
      consumer.close();
    }
  }

  private void enter(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topics.of(TopicKind.DETECTIONS).name())) {
      DetectedFrame frame = value(TopicKind.DETECTIONS, record);
      Instant now = clock.instant();
      boolean isNew =
          ledger.detected(
              new Session(frame.cameraId(), frame.sessionId()),
              frame.sequence(),
              frame.detections().size(),
              ChronoUnit.MICROS.between(frame.captureTime(), now));
      if (isNew) {
        analytics.detected(frame.detectionId());
        found.found(frame);
      }
    } else if (record.topic().equals(topics.of(TopicKind.SKIPPED).name())) {
      SkippedFrame frame = value(TopicKind.SKIPPED, record);
      ledger.skipped(new Session(frame.cameraId(), frame.sessionId()), frame.sequence());
    } else if (record.topic().equals(topics.of(TopicKind.TRACKS).name())) {
      analytics.tracked(value(TopicKind.TRACKS, record).detectionId());
    } else if (record.topic().equals(topics.of(TopicKind.EVENTS).name())) {
      analytics.happened(value(TopicKind.EVENTS, record));
    } else {
      enterDeadLetter(record);
    }
  }

  private <V> V value(TopicKind<V> kind, ConsumerRecord<byte[], byte[]> record) {
    return topics.of(kind).valueSerde().deserializer().deserialize(record.topic(), record.value());
  }

  private void enterDeadLetter(ConsumerRecord<byte[], byte[]> record) {
    try {
      Frame frame = value(TopicKind.FRAMES, record);
      ledger.deadLettered(new Session(frame.cameraId(), frame.sessionId()), frame.sequence());
    } catch (SerializationException e) {
      ledger.deadLetteredUnreadable();
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
