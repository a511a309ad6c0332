package io.paastreams.live;

import io.paastreams.cluster.ClientFailures;
import io.paastreams.event.RegistryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics with small records, each from shortly before its end, so that the page knows the
 * cameras and the latest events at once. Topics that do not exist yet are added when they are
 * created.
 *
 * <p>A record that cannot be read is counted and left out. If the registry does not answer, the
 * record is read again until it does.
 *
 * <p>Threading: a thread of its own from {@link #start} to {@link #close}.
 */
final class RecordReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration METADATA_PATIENCE = Duration.ofSeconds(5);
  private static final long LOOK_FOR_PARTITIONS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Map<String, Source> sources;
  private final DependencyHealth health;
  private final String bootstrapServers;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::run, "live-records");
  private long nextLook;
  private final Stop stop = new Stop();

  /** Takes the records of a topic. */
  @FunctionalInterface
  interface Handler {

    /**
     * One record.
     *
     * @throws SerializationException if it cannot be read
     * @throws RegistryException if the registry does not say how to read it
     */
    void take(ConsumerRecord<byte[], byte[]> record);
  }

  /**
   * A topic.
   *
   * @param history how many records before the end of each partition are read at the start; {@link
   *     Long#MAX_VALUE} for all
   */
  record Source(long history, Handler handler) {}

  /**
   * Reads topics until it is closed.
   *
   * @param sources by the topic's name
   */
  static RecordReader start(
      LiveCluster cluster, Map<String, Source> sources, DependencyHealth health) {
    RecordReader reader = new RecordReader(cluster, sources, health);
    reader.thread.start();
    return reader;
  }

  private RecordReader(LiveCluster cluster, Map<String, Source> sources, DependencyHealth health) {
    this.sources = Map.copyOf(sources);
    this.health = health;
    this.bootstrapServers = cluster.bootstrapServers();
    this.consumer = cluster.consumer();
    this.nextLook = System.nanoTime();
    thread.setDaemon(true);
  }

  private void run() {
    try {
      while (!stop.isSet()) {
        try {
          step();
        } catch (WakeupException | InterruptException e) {
          LOG.debug("woken up");
        } catch (KafkaException e) {
          health.brokerFailed(ClientFailures.outage(e, bootstrapServers));
          stop.sleep(500);
        }
      }
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ofMillis(300)));
    }
  }

  private void step() {
    if (System.nanoTime() - nextLook >= 0) {
      assign();
      nextLook = System.nanoTime() + LOOK_FOR_PARTITIONS_NANOS;
    }
    if (consumer.assignment().isEmpty()) {
      stop.sleep(POLL.toMillis());
      return;
    }
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    for (TopicPartition partition : records.partitions()) {
      take(partition, records.records(partition));
    }
  }

  private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    Source source = sources.get(partition.topic());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        if (source != null) {
          source.handler().take(record);
        }
        health.readingWorks();
      } catch (RegistryException e) {
        health.readingFailed(String.valueOf(e.getMessage()));
        consumer.seek(partition, record.offset());
        stop.sleep(500);
        return;
      } catch (SerializationException | IllegalArgumentException e) {
        health.unreadable(partition.topic());
        LOG.debug(
            "{}-{}@{} cannot be read", record.topic(), record.partition(), record.offset(), e);
      }
    }
  }

  private void assign() {
    Map<String, List<PartitionInfo>> known = consumer.listTopics(METADATA_PATIENCE);
    Set<TopicPartition> all = new HashSet<>(consumer.assignment());
    List<TopicPartition> added = new ArrayList<>();
    for (String topic : sources.keySet()) {
      for (PartitionInfo info : known.getOrDefault(topic, List.of())) {
        TopicPartition partition = new TopicPartition(topic, info.partition());
        if (all.add(partition)) {
          added.add(partition);
        }
      }
    }
    if (added.isEmpty()) {
      return;
    }
    Set<TopicPartition> before = consumer.assignment();
    consumer.assign(all); // first, or the client warns of ends of partitions that it does not read
    try {
      begin(added);
    } catch (KafkaException e) {
      consumer.assign(before);
      throw e;
    }
  }

  private void begin(List<TopicPartition> added) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(added, METADATA_PATIENCE);
    Map<TopicPartition, Long> ends = consumer.endOffsets(added, METADATA_PATIENCE);
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition partition : added) {
      Source source = sources.get(partition.topic());
      long history = source == null ? 0 : source.history();
      long end = ends.getOrDefault(partition, 0L);
      long begin = begins.getOrDefault(partition, 0L);
      starts.put(partition, history > end - begin ? begin : end - history);
    }
    starts.forEach(consumer::seek);
  }

  @Override
  public void close() {
    stop.set();
    consumer.wakeup();
    Stop.join(thread);
  }
}
