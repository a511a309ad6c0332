package io.paastreams.cli.bench;

import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames of cameras that take turns, one frame each. The cameras are spread evenly over the
 * partitions, as a large number of cameras would be by their names.
 *
 * <p>Threading: confined to one thread.
 */
final class FrameFeed implements AutoCloseable {

  private final Topic<Frame> topic;
  private final List<FramePayload> images;
  private final int cameras;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> lost = new AtomicReference<>();
  private long sent;

  FrameFeed(String bootstrapServers, Topic<Frame> topic, List<FramePayload> images, int cameras) {
    this.topic = topic;
    this.images = List.copyOf(images);
    this.cameras = cameras;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                2,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                16 << 20,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.partitions = producer.partitionsFor(topic.name()).size();
  }

  /**
   * Sends frames and waits until all are on the topic.
   *
   * @param perSecond the total rate of all cameras; infinite for as fast as possible
   */
  void send(long frames, double perSecond) {
    long start = System.nanoTime();
    for (long i = 0; i < frames; i++) {
      long due = start + (long) (1e9 * i / perSecond);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      sendOne();
    }
    producer.flush();
    Exception failure = lost.get();
    if (failure != null) {
      throw new IllegalStateException("frames did not reach " + topic.name(), failure);
    }
  }

  private void sendOne() {
    long number = sent++;
    int turn = (int) (number % cameras);
    String camera = "camera-" + turn;
    Instant now = Instant.now();
    Frame frame =
        new Frame(
            new UUID(0x4000, Long.MIN_VALUE | number),
            camera,
            number / cameras,
            now,
            now,
            images.get((int) (number % images.size())));
    RecordHeaders headers = new RecordHeaders();
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), headers, frame);
    producer.send(
        new ProducerRecord<>(
            topic.name(),
            turn % partitions,
            null,
            camera.getBytes(StandardCharsets.UTF_8),
            value,
            headers),
        (metadata, failure) -> {
          if (failure != null) {
            lost.compareAndSet(null, failure);
          }
        });
  }

  @Override
  public void close() {
    producer.close();
  }
}
