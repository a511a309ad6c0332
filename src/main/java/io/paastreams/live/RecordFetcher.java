package io.paastreams.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Fetches single records. Threading: safe; one at a time, since a consumer is for one thread. */
final class RecordFetcher implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final LiveCluster cluster;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean closed;

  RecordFetcher(LiveCluster cluster) {
    this.cluster = cluster;
  }

  /** The record; empty if it is not there, or does not come in time. */
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
