package io.paastreams.pipeline.faults;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Frame;
import io.paastreams.event.RegistryUnavailableException;
import io.paastreams.event.SkippedFrame;
import io.paastreams.event.TopicKind;
import io.paastreams.event.Topics;
import io.paastreams.pipeline.FrameTally;
import io.paastreams.pipeline.FrameTally.Outcome;
import io.paastreams.pipeline.PixelFrames;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads detections, skips and dead letters as any read-committed consumer would, and enters them in
 * the tally. Independent of the pipeline, its group and its offsets.
 */
final class OutputReader implements AutoCloseable {

  private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(1);

  private final String bootstrapServers;
  private final Topics topics;
  private final FrameTally tally;
  private final Thread thread = new Thread(this::run, "output-reader");
  private volatile boolean stopped;
  private volatile @Nullable Map<TopicPartition, Long> ends;
  private volatile boolean atEnds;
  private volatile @Nullable RuntimeException failure;

  OutputReader(String bootstrapServers, Topics topics, FrameTally tally) {
    this.bootstrapServers = bootstrapServers;
    this.topics = topics;
    this.tally = tally;
  }

  OutputReader start() {
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private List<String> names() {
    return List.of(
        topics.of(TopicKind.DETECTIONS).name(),
        topics.of(TopicKind.SKIPPED).name(),
        topics.of(TopicKind.DEAD_LETTERS).name());
  }

  private void run() {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "metadata.max.age.ms",
                1000,
                "default.api.timeout.ms",
                300_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      long looked = System.nanoTime() - LOOK_FOR_PARTITIONS.toNanos();
      while (!stopped) {
        if (System.nanoTime() - looked >= LOOK_FOR_PARTITIONS.toNanos()) {
          assign(consumer);
          looked = System.nanoTime();
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
          enter(record);
        }
        Map<TopicPartition, Long> wanted = ends;
        atEnds =
            wanted != null
                && consumer.assignment().containsAll(wanted.keySet())
                && wanted.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void assign(KafkaConsumer<byte[], byte[]> consumer) {
    Set<TopicPartition> partitions = new HashSet<>();
    for (String name : names()) {
      consumer
          .partitionsFor(name)
          .forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
    }
    if (!consumer.assignment().containsAll(partitions)) {
      consumer.assign(partitions);
    }
  }

  private void enter(ConsumerRecord<byte[], byte[]> record) {
    while (true) {
      try {
        read(record);
        return;
      } catch (RegistryUnavailableException e) {
        // The registry is one of the things that break: it comes back.
      } catch (RuntimeException e) {
        System.err.println("unreadable record at " + record.topic() + ": " + e);
        tally.enterWrong();
        return;
      }
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topics.of(TopicKind.DETECTIONS).name())) {
      DetectedFrame frame =
          topics
              .of(TopicKind.DETECTIONS)
              .valueSerde()
              .deserializer()
              .deserialize(record.topic(), record.value());
      enter(Outcome.DETECTED, record, frame.cameraId(), frame.sequence());
      int camera = PixelFrames.camera(frame.cameraId());
      if (!frame.detections().equals(WalkingObject.detections(camera, frame.sequence()))) {
        tally.enterWrong();
      }
    } else if (record.topic().equals(topics.of(TopicKind.SKIPPED).name())) {
      SkippedFrame frame =
          topics
              .of(TopicKind.SKIPPED)
              .valueSerde()
              .deserializer()
              .deserialize(record.topic(), record.value());
      enter(Outcome.SKIPPED, record, frame.cameraId(), frame.sequence());
    } else {
      Frame frame =
          topics
              .of(TopicKind.FRAMES)
              .valueSerde()
              .deserializer()
              .deserialize(topics.of(TopicKind.FRAMES).name(), record.value());
      enter(Outcome.DEAD_LETTERED, record, frame.cameraId(), frame.sequence());
    }
  }

  private void enter(
      Outcome outcome, ConsumerRecord<byte[], byte[]> record, String cameraId, long sequence) {
    tally.enter(outcome, record.partition(), PixelFrames.camera(cameraId), sequence);
  }

  /**
   * Reads everything that was ever written, transactions that are still open included: they end by
   * themselves, or time out.
   *
   * @return whether it got there
   */
  boolean readToEnd(Admin admin, Duration patience) throws Exception {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    admin
        .describeTopics(names())
        .allTopicNames()
        .get()
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(
                        p ->
                            partitions.put(
                                new TopicPartition(name, p.partition()), OffsetSpec.latest())));
    Map<TopicPartition, Long> targets = new HashMap<>();
    admin
        .listOffsets(partitions, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
        .all()
        .get()
        .forEach((partition, end) -> targets.put(partition, end.offset()));
    ends = targets;
    atEnds = false;
    long deadline = System.nanoTime() + patience.toNanos();
    while (!atEnds && System.nanoTime() < deadline && failure == null) {
      Thread.sleep(50);
    }
    if (failure != null) {
      throw new IllegalStateException("the reader failed", failure);
    }
    return atEnds;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
