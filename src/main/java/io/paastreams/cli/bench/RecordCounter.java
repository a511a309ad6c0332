package io.paastreams.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts the records of a topic as any consumer sees them.
 *
 * <p>Threading: one thread.
 */
final class RecordCounter implements AutoCloseable {

  /** Without a record for so long, the rest will not come. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private long counted;
  private long bytes;

  private RecordCounter(String bootstrapServers, String topic, String isolation) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                // So that counting can end at any record; a poll of what is there costs little.
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Counts what is committed. */
  static RecordCounter ofCommitted(String bootstrapServers, String topic) {
    return new RecordCounter(bootstrapServers, topic, "read_committed");
  }

  /** Counts what is written: committed records come in bursts that hide how fast they were made. */
  static RecordCounter ofWritten(String bootstrapServers, String topic) {
    return new RecordCounter(bootstrapServers, topic, "read_uncommitted");
  }

  /**
   * Waits until so many records have come in all.
   *
   * @param each hears every record that this call counts
   * @throws IllegalStateException if they do not come
   */
  void await(long records, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    long lastProgress = System.nanoTime();
    while (counted < records) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
        counted++;
        bytes += record.serializedValueSize();
        lastProgress = System.nanoTime();
        each.accept(record);
      }
      if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "only %d of %d records came out".formatted(counted, records));
      }
    }
  }

  /** Records that come within a time; it may begin in the middle of a batch. */
  long countFor(Duration time) {
    long before = counted;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(1))) {
        counted++;
        bytes += record.serializedValueSize();
      }
    }
    return counted - before;
  }

  /** Records so far. */
  long counted() {
    return counted;
  }

  /** Of all values so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
