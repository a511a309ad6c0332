package io.paastreams.live;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Fetches single records. Threading: safe; one fetch at a time, because a consumer is for one
 * thread.
 */
final class RecordFetcher implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration LONGEST_READ = Duration.ofSeconds(20);

  private final LiveCluster cluster;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closed;

  RecordFetcher(LiveCluster cluster) {
    this.cluster = cluster;
  }

  /** Fetches a record; empty if it does not exist or does not arrive in time. */
  synchronized Optional<ConsumerRecord<byte[], byte[]>> fetch(
      String topic, int partition, long offset) {
    if (closed) {
      return Optional.empty();
    }
    if (consumer == null) {
      consumer = cluster.consumer();
    }
    TopicPartition place = new TopicPartition(topic, partition);
    if (consumer.partitionsFor(topic, PATIENCE).stream()
        .noneMatch(each -> each.partition() == partition)) {
      return Optional.empty();
    }
    consumer.assign(List.of(place));
    consumer.seek(place, offset);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!closed && System.nanoTime() - end < 0) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(place)) {
        return record.offset() == offset ? Optional.of(record) : Optional.empty();
      }
      if (consumer.position(place, PATIENCE) > offset) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * Passes on a partition's records with a key, from a time to the current end.
   *
   * @param most the maximum number of records; later ones are left out
   */
  synchronized void since(
      String topic,
      int partition,
      String key,
      Instant from,
      int most,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    if (closed) {
      return;
    }
    if (consumer == null) {
      consumer = cluster.consumer();
    }
    TopicPartition place = new TopicPartition(topic, partition);
    OffsetAndTimestamp first =
        consumer.offsetsForTimes(Map.of(place, from.toEpochMilli()), PATIENCE).get(place);
    if (first == null) {
      return;
    }
    long end = consumer.endOffsets(List.of(place), PATIENCE).getOrDefault(place, 0L);
    consumer.assign(List.of(place));
    consumer.seek(place, first.offset());
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    int taken = 0;
    long deadline = System.nanoTime() + LONGEST_READ.toNanos();
    while (!closed
        && taken < most
        && consumer.position(place, PATIENCE) < end
        && System.nanoTime() - deadline < 0) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(place)) {
        if (taken < most && record.offset() < end && Arrays.equals(wanted, record.key())) {
          each.accept(record);
          taken++;
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      if (consumer != null) {
        consumer.close(CloseOptions.timeout(Duration.ofMillis(300)));
      }
    }
  }
}
