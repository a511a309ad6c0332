package io.paastreams.cli.rules;

import io.paastreams.cluster.BootstrapServers;
import io.paastreams.cluster.KafkaClient;
import io.paastreams.config.ClusterConfig;
import io.paastreams.event.DetectedFrame;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.TopicKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the detections topic from a time on up to its current end. It joins no group and keeps no
 * progress.
 *
 * <p>Threading: one thread.
 */
public final class DetectionsSince {

  private static final Duration POLL = Duration.ofMillis(500);

  private final ClusterConfig cluster;
  private final EventSerdes serdes;
  private final String name;

  public DetectionsSince(ClusterConfig cluster, EventSerdes serdes) {
    this(cluster, serdes, cluster.topics().of(TopicKind.DETECTIONS));
  }

  /** Reads another topic of detections. */
  public DetectionsSince(ClusterConfig cluster, EventSerdes serdes, String topic) {
    this.cluster = cluster;
    this.serdes = serdes;
    this.name = topic;
  }

  /**
   * A range of capture times.
   *
   * @param until the first instant after it; null for no end
   */
  public record Span(Instant since, @Nullable Instant until) {

    private boolean contains(Instant time) {
      return !time.isBefore(since) && (until == null || time.isBefore(until));
    }
  }

  /**
   * The approximate number of records from a time on.
   *
   * @throws IllegalStateException with the remedy, if the topic cannot be read
   */
  public long count(Instant since) {
    return with(
        consumer -> {
          long count = 0;
          for (Map.Entry<TopicPartition, Long> end : seek(consumer, since).entrySet()) {
            count += end.getValue() - consumer.position(end.getKey());
          }
          return count;
        });
  }

  /**
   * Reads the frames that were captured in a time range. Their records begin at its start, because
   * no record is older than the capture of its frame.
   *
   * @param camera the only camera; null for all
   * @param bad receives a sentence about each record that cannot be read
   * @throws IllegalStateException with the remedy, if the topic cannot be read
   */
  public void read(
      Span span, @Nullable String camera, Consumer<DetectedFrame> frames, Consumer<String> bad) {
    read(
        span.since,
        camera,
        frame -> {
          if (span.contains(frame.captureTime())) {
            frames.accept(frame);
          }
        },
        bad);
  }

  /**
   * Reads all records, in the order of each partition.
   *
   * @param camera the only camera; null for all
   * @param bad receives a sentence about each record that cannot be read
   * @throws IllegalStateException with the remedy, if the topic cannot be read
   */
  public void read(
      Instant since,
      @Nullable String camera,
      Consumer<DetectedFrame> frames,
      Consumer<String> bad) {
    long unused =
        with(
            consumer -> {
              Map<TopicPartition, Long> left = seek(consumer, since);
              Deserializer<DetectedFrame> deserializer =
                  serdes.of(TopicKind.DETECTIONS).deserializer();
              while (!left.isEmpty()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                  TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                  boolean isAsked = camera == null || camera.equals(record.key());
                  if (isAsked && record.offset() < left.getOrDefault(partition, 0L)) {
                    take(record, deserializer, frames, bad);
                  }
                }
                left.entrySet()
                    .removeIf(each -> consumer.position(each.getKey()) >= each.getValue());
              }
              return 0L;
            });
  }

  private long with(ToLongFunction<KafkaConsumer<String, byte[]>> reading) {
    BootstrapServers.requireListener(cluster.bootstrapServers());
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            KafkaClient.withoutGroup(cluster.bootstrapServers(), cluster.kafka(), Map.of()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      return reading.applyAsLong(consumer);
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "the detections of topic %s cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static void take(
      ConsumerRecord<String, byte[]> record,
      Deserializer<DetectedFrame> deserializer,
      Consumer<DetectedFrame> frames,
      Consumer<String> bad) {
    DetectedFrame frame;
    try {
      frame = deserializer.deserialize(record.topic(), record.headers(), record.value());
    } catch (SerializationException e) {
      bad.accept(
          "%s-%d@%d: %s"
              .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()));
      return;
    }
    if (frame != null) {
      frames.accept(frame);
    }
  }

  /** Seeks to the start, and returns the current ends of the partitions that have records. */
  private Map<TopicPartition, Long> seek(KafkaConsumer<String, byte[]> consumer, Instant since) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(name).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalStateException(
          "there is no topic %s on %s, or this principal may not see it"
              .formatted(name, cluster.bootstrapServers()));
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(each -> times.put(each, since.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(times);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp begin = begins.get(partition);
      if (begin == null || begin.offset() >= ends.getOrDefault(partition, 0L)) {
        ends.remove(partition);
        consumer.seekToEnd(List.of(partition));
      } else {
        consumer.seek(partition, begin.offset());
      }
    }
    return ends;
  }
}
