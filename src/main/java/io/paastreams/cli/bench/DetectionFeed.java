package io.paastreams.cli.bench;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Detection records of {@link SyntheticCameras} that take turns, each record with the time at which
 * it was sent.
 *
 * <p>Threading: one thread.
 */
final class DetectionFeed implements AutoCloseable {

  private final Topic<DetectedFrame> topic;
  private final SyntheticCameras cameras;
  private final int count;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> lost = new AtomicReference<>();
  private long sent;

  DetectionFeed(
      String bootstrapServers, Topic<DetectedFrame> topic, SyntheticCameras cameras, int count) {
    this.topic = topic;
    this.cameras = cameras;
    this.count = count;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                2,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.partitions = producer.partitionsFor(topic.name()).size();
  }

  /**
   * Sends frames and waits until all are on the topic.
   *
   * @param perSecond rate of all cameras together; infinite for as fast as possible
   */
  void send(long frames, double perSecond) {
    long start = System.nanoTime();
    for (long i = 0; i < frames; i++) {
      long due = start + (long) (1e9 * i / perSecond);
      long left = due - System.nanoTime();
      if (left > 500_000) {
        LockSupport.parkNanos(left);
      }
      sendOne();
    }
    producer.flush();
    Exception failure = lost.get();
    if (failure != null) {
      throw new IllegalStateException("detections did not reach " + topic.name(), failure);
    }
  }

  /** Frames of all calls. */
  long sent() {
    return sent;
  }

  private void sendOne() {
    long number = sent++;
    int camera = (int) (number % count);
    DetectedFrame frame =
        cameras.frame(camera, number / count, new SourceOffset("frames", 0, number));
    RecordHeaders headers = new RecordHeaders();
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), headers, frame);
    producer.send(
        new ProducerRecord<>(
            topic.name(),
            camera % partitions,
            System.currentTimeMillis(),
            frame.cameraId().getBytes(StandardCharsets.UTF_8),
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
