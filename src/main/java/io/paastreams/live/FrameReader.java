package io.paastreams.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partitions of the frames topic that contain watched cameras, no faster than their
 * frames are detected.
 *
 * <p>Threading: a thread of its own from {@link #start} to {@link #close}.
 */
final class FrameReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FrameReader.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long IDLE_MILLIS = 50;

  private final LiveCluster cluster;
  private final String topic;
  private final FrameJoin join;
  private final Supplier<Watched> watched;
  private final Function<String, Optional<Sighting>> last;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::run, "live-frames");
  private final Stop stop = new Stop();
  private volatile Set<Integer> reading = Set.of();

  /**
   * The cameras that are being watched, and where their frames are.
   *
   * @param partitions as far as they are known
   */
  record Watched(Set<String> cameras, Set<Integer> partitions) {}

  private FrameReader(
      LiveCluster cluster,
      String topic,
      FrameJoin join,
      Supplier<Watched> watched,
      Function<String, Optional<Sighting>> last) {
    this.cluster = cluster;
    this.topic = topic;
    this.join = join;
    this.watched = watched;
    this.last = last;
    this.consumer = cluster.consumer();
    thread.setDaemon(true);
  }

  static FrameReader start(
      LiveCluster cluster,
      String topic,
      FrameJoin join,
      Supplier<Watched> watched,
      Function<String, Optional<Sighting>> last) {
    FrameReader reader = new FrameReader(cluster, topic, join, watched, last);
    reader.thread.start();
    return reader;
  }

  private void run() {
    try {
      while (!stop.isSet()) {
        try {
          step();
        } catch (WakeupException | InterruptException e) {
          LOG.debug("woken up");
        } catch (KafkaException e) {
          LOG.warn("frames cannot be read from {}: {}", cluster.bootstrapServers(), e.toString());
          stop.sleep(1_000);
        }
      }
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ofMillis(300)));
    }
  }

  private void step() {
    Watched now = watched.get();
    assign(now.partitions());
    join.watch(now.cameras(), last);
    if (consumer.assignment().isEmpty()) {
      stop.sleep(IDLE_MILLIS);
      return;
    }
    steer();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.key() != null && record.value() != null) {
        join.frame(
            new String(record.key(), UTF_8), record.partition(), record.offset(), record.value());
      }
    }
  }

  private void assign(Set<Integer> partitions) {
    Set<TopicPartition> wanted = new HashSet<>();
    partitions.forEach(partition -> wanted.add(new TopicPartition(topic, partition)));
    if (!wanted.equals(consumer.assignment())) {
      List<TopicPartition> added =
          wanted.stream().filter(each -> !consumer.assignment().contains(each)).toList();
      consumer.assign(wanted);
      consumer.seekToEnd(added);
      reading = Set.copyOf(partitions);
    }
  }

  private void steer() {
    for (TopicPartition partition : consumer.assignment()) {
      join.seekTo(partition.partition(), consumer.position(partition, Duration.ofSeconds(5)))
          .ifPresent(offset -> consumer.seek(partition, offset));
      if (join.isFull(partition.partition())) {
        consumer.pause(List.of(partition));
      } else {
        consumer.resume(List.of(partition));
      }
    }
  }

  /** The partitions that are read now. */
  Set<Integer> reading() {
    return reading;
  }

  @Override
  public void close() {
    stop.set();
    consumer.wakeup();
    Stop.join(thread);
  }
}
