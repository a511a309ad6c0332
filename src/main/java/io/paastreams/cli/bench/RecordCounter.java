package io.paastreams.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts the records of a topic as any consumer sees them.
 *
 * <p>Threading: confined to one thread.
 */
final class RecordCounter implements AutoCloseable {

  /** If no record arrives for this long, the rest will not arrive. */
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
                // One at a time, so that counting can end at any record; polling available records
                // costs little.
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

  /** Counts committed records. */
  static RecordCounter ofCommitted(String bootstrapServers, String topic) {
    return new RecordCounter(bootstrapServers, topic, "read_committed");
  }

  /**
   * Counts written records, because committed ones arrive in bursts that hide how fast they were
   * produced.
   */
  static RecordCounter ofWritten(String bootstrapServers, String topic) {
    return new RecordCounter(bootstrapServers, topic, "read_uncommitted");
  }

  /**
   * Waits until this many records have arrived in total.
   *
   * @param each receives every record that this call counts
   * @throws IllegalStateException if they do not arrive
   */
  void await(long records, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    await(records, each, () -> false);
  }

  /**
   * The same, until enough has been seen.
   *
   * @param enough asked after each poll
   */
  void await(long records, Consumer<ConsumerRecord<byte[], byte[]>> each, BooleanSupplier enough) {
    long lastProgress = System.nanoTime();
    while (counted < records && !enough.getAsBoolean()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
        counted++;
        bytes += record.serializedValueSize();
        lastProgress = System.nanoTime();
        each.accept(record);
      }
      if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "only %d of %d records arrived".formatted(counted, records));
      }
    }
  }

  /** Counts the records that arrive within a time, which may begin in the middle of a batch. */
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

  /** The number of partitions of the topic. */
  int partitions() {
    return consumer.assignment().size();
  }

  /** The number of records so far. */
  long counted() {
    return counted;
  }

  /** The bytes of all values so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
