package io.paastreams.cli;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of committed detection records that is independent of the pipeline. */
final class DetectionCounter implements AutoCloseable {

  private static final String TOPIC = TopicNames.standard().of(TopicKind.DETECTIONS);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final EventSerdes serdes;
  private final Map<String, List<Long>> sequences = new LinkedHashMap<>();

  DetectionCounter(String bootstrapServers, String registryUrl) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    serdes = EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at(registryUrl)));
    List<TopicPartition> partitions =
        consumer.partitionsFor(TOPIC).stream()
            .map(partition -> new TopicPartition(TOPIC, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads available records and returns the number of distinct frames so far. */
  int poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
      DetectedFrame frame =
          serdes.of(TopicKind.DETECTIONS).deserializer().deserialize(TOPIC, record.value());
      sequences
          .computeIfAbsent(frame.cameraId(), camera -> new ArrayList<>())
          .add(frame.sequence());
    }
    return sequences.values().stream()
        .mapToInt(each -> (int) each.stream().distinct().count())
        .sum();
  }

  /** Every sequence number of a camera in the order of its records, repetitions included. */
  List<Long> sequencesOf(String camera) {
    return sequences.getOrDefault(camera, List.of());
  }

  @Override
  public void close() {
    consumer.close();
    serdes.close();
  }
}
