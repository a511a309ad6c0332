package io.paastreams.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Measures how old the records of a topic are when a consumer has read them, according to their
 * timestamps, which are those of the records from which they were made. Reads committed records on
 * a thread of its own.
 *
 * <p>Threading: started, stopped and queried by one thread.
 */
final class Latencies implements AutoCloseable {

  private final Thread thread;
  private final List<Long> millis = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean measuring;
  private volatile boolean closed;

  Latencies(String bootstrapServers, String topic) {
    thread = new Thread(() -> read(bootstrapServers, topic), "bench-latencies");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(String bootstrapServers, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "max.poll.records",
                5000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (measuring) {
            millis.add(System.currentTimeMillis() - record.timestamp());
          }
        }
      }
    }
  }

  void begin() {
    measuring = true;
  }

  void end() {
    measuring = false;
  }

  /** A percentile in milliseconds; NaN if nothing was read. */
  double percentile(double share) {
    List<Long> sorted;
    synchronized (millis) {
      sorted = millis.stream().sorted().toList();
    }
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
