package io.paastreams.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paastreams.cluster.KafkaClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a time range, read without joining a group. Their offsets are found by record
 * times; because the clocks of cameras in one partition differ, records of up to a minute before
 * and after are examined, too.
 *
 * <p>Threading: confined to one thread.
 */
final class BackfillFrames implements AutoCloseable {

  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final BackfillScope scope;
  private final String identity;
  private final KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, Long> done = new HashMap<>();
  private long total;
  private boolean resumed;

  /**
   * Seeks to the start of the range, or to where an earlier run of the same work stopped.
   *
   * @param group under which the progress is kept
   * @param identity of the work
   */
  BackfillFrames(
      PipelineConfig config, String topic, String group, BackfillScope scope, String identity) {
    this.scope = scope;
    this.identity = identity;
    Map<String, Object> properties =
        KafkaClient.withoutGroup(
            config.bootstrapServers(),
            config.kafka(),
            Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                16,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                4 << 20,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                8 << 20));
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group); // never joined
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      seek(topic);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private void seek(String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> lasts = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> begins = offsets(partitions, scope.since().minus(SKEW), lasts);
    Map<TopicPartition, Long> untils = offsets(partitions, scope.until().plus(SKEW), lasts);
    Map<TopicPartition, OffsetAndMetadata> progress =
        scope.restart() ? Map.of() : consumer.committed(Set.copyOf(partitions));
    for (TopicPartition partition : partitions) {
      long begin = begins.getOrDefault(partition, 0L);
      long end = untils.getOrDefault(partition, 0L);
      @Nullable OffsetAndMetadata earlier = progress.get(partition);
      if (earlier != null && earlier.metadata().equals(identity) && earlier.offset() > begin) {
        begin = Math.min(earlier.offset(), end);
        resumed = true;
      }
      if (begin < end) {
        ends.put(partition, end);
        consumer.seek(partition, begin);
        total += end - begin;
      }
    }
    consumer.assign(List.copyOf(ends.keySet()));
    // Partitions that stay assigned keep their positions.
  }

  private Map<TopicPartition, Long> offsets(
      List<TopicPartition> partitions, Instant time, Map<TopicPartition, Long> lasts) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(each -> times.put(each, Math.max(0, time.toEpochMilli())));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition each : partitions) {
      @Nullable OffsetAndTimestamp first = found.get(each);
      offsets.put(each, first == null ? lasts.getOrDefault(each, 0L) : first.offset());
    }
    return offsets;
  }

  /** The next records up to the end, in the order of each partition. */
  List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> next() {
    List<ConsumerRecord<byte @Nullable [], byte @Nullable []>> next = new ArrayList<>();
    for (var record : consumer.poll(POLL)) {
      if (record.offset() < ends.getOrDefault(partition(record), 0L)) {
        next.add(record);
      }
    }
    return next;
  }

  /** Whether a record is in the scope. */
  boolean isWanted(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
    byte @Nullable [] key = record.key();
    boolean isInTime =
        record.timestamp() >= scope.since().toEpochMilli()
            && record.timestamp() < scope.until().toEpochMilli();
    return isInTime
        && (scope.cameras().isEmpty()
            || (key != null && scope.cameras().contains(new String(key, UTF_8))));
  }

  /** Counts a record as processed. */
  void done(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
    done.put(partition(record), record.offset() + 1);
  }

  /** Whether the end of all partitions is reached; only markers may follow the last frame. */
  boolean isAtEnd() {
    return ends.entrySet().stream()
        .allMatch(each -> consumer.position(each.getKey()) >= each.getValue());
  }

  /** The progress since the last call, for the commit. */
  Map<TopicPartition, OffsetAndMetadata> takeProgress() {
    Map<TopicPartition, OffsetAndMetadata> progress = new HashMap<>();
    done.forEach(
        (partition, offset) -> progress.put(partition, new OffsetAndMetadata(offset, identity)));
    done.clear();
    return progress;
  }

  /** The number of offsets between beginning and end. */
  long total() {
    return total;
  }

  boolean isResumed() {
    return resumed;
  }

  KafkaConsumer<?, ?> consumer() {
    return consumer;
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
