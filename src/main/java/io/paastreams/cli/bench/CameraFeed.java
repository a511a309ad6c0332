package io.paastreams.cli.bench;

import io.paastreams.event.DetectedFrame;
import io.paastreams.event.Frame;
import io.paastreams.event.FramePayload;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records of cameras that take turns, one record each, at a rate. The cameras are spread
 * evenly over the partitions, as a large number of cameras would be by their names.
 *
 * <p>Threading: confined to one thread.
 *
 * @param <V> type of the record values
 */
final class CameraFeed<V> implements AutoCloseable {

  /** Frames must leave on time, because their latency is measured from that time. */
  private static final Duration PUNCTUAL = Duration.ZERO;

  /**
   * There are so many detection records that waiting for each of them would be most of the load.
   */
  private static final Duration RELAXED = Duration.ofNanos(500_000);

  private final Topic<V> topic;
  private final int cameras;
  private final LongFunction<V> values;
  private final Function<V, String> cameraId;
  private final long leastPauseNanos;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> lost = new AtomicReference<>();
  private long sent;

  private CameraFeed(
      String bootstrapServers,
      Map<String, Object> settings,
      Topic<V> topic,
      int cameras,
      LongFunction<V> values,
      Function<V, String> cameraId,
      Duration leastPause) {
    this.topic = topic;
    this.cameras = cameras;
    this.values = values;
    this.cameraId = cameraId;
    this.leastPauseNanos = leastPause.toNanos();
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    this.partitions = producer.partitionsFor(topic.name()).size();
  }

  /** Frames that show the given images in turn. */
  static CameraFeed<Frame> ofFrames(
      String bootstrapServers, Topic<Frame> topic, List<FramePayload> images, int cameras) {
    List<FramePayload> turn = List.copyOf(images);
    return new CameraFeed<>(
        bootstrapServers,
        Map.of(
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            16 << 20,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1),
        topic,
        cameras,
        number -> {
          Instant now = Instant.now();
          return new Frame(
              new UUID(0x4000, Long.MIN_VALUE | number),
              "camera-" + number % cameras,
              number / cameras,
              now,
              now,
              turn.get((int) (number % turn.size())));
        },
        Frame::cameraId,
        PUNCTUAL);
  }

  /** Detection records of synthetic cameras. */
  static CameraFeed<DetectedFrame> ofDetections(
      String bootstrapServers,
      Topic<DetectedFrame> topic,
      SyntheticCameras synthetic,
      int cameras) {
    return new CameraFeed<>(
        bootstrapServers,
        Map.of(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10),
        topic,
        cameras,
        number ->
            synthetic.frame(
                (int) (number % cameras), number / cameras, new SourceOffset("frames", 0, number)),
        DetectedFrame::cameraId,
        RELAXED);
  }

  /**
   * Sends records and waits until all are on the topic.
   *
   * @param perSecond the total rate of all cameras; infinite for as fast as possible
   * @throws IllegalStateException if a record did not reach the topic
   */
  void send(long records, double perSecond) {
    long start = System.nanoTime();
    for (long i = 0; i < records; i++) {
      long due = start + (long) (1e9 * i / perSecond);
      for (long left = due - System.nanoTime();
          left > leastPauseNanos;
          left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      sendOne();
    }
    producer.flush();
    Exception failure = lost.get();
    if (failure != null) {
      throw new IllegalStateException("records did not reach " + topic.name(), failure);
    }
  }

  /** The number of records of all calls. */
  long sent() {
    return sent;
  }

  private void sendOne() {
    long number = sent++;
    V value = values.apply(number);
    RecordHeaders headers = new RecordHeaders();
    byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), headers, value);
    producer.send(
        new ProducerRecord<>(
            topic.name(),
            (int) (number % cameras) % partitions,
            null,
            cameraId.apply(value).getBytes(StandardCharsets.UTF_8),
            bytes,
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
