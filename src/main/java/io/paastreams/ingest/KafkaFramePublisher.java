package io.paastreams.ingest;

import io.paastreams.cluster.ClientFailures;
import io.paastreams.event.Frame;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes frames on a Kafka topic, keyed by camera so that each camera's frames stay in order.
 *
 * <p>The producer is idempotent and waits for all replicas, so an acknowledged frame is on the
 * topic exactly once. Bytes in flight are bounded; {@link #publish} waits while the limit is
 * reached, which slows a recording down to what the broker accepts. A frame that the broker does
 * not accept within the delivery timeout fails.
 *
 * <p>Threading: safe.
 */
public final class KafkaFramePublisher implements FramePublisher {

  /** The maximum number of bytes of frames in flight to the broker. */
  public static final int DEFAULT_BUFFER_BYTES = 64 << 20;

  /** The largest frame event; the topic and the broker must accept as much. */
  public static final int DEFAULT_MAX_REQUEST_BYTES = 16 << 20;

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

  private final KafkaProducer<String, Frame> producer;
  private final String topic;
  private final long bufferBytes;

  private KafkaFramePublisher(
      KafkaProducer<String, Frame> producer, String topic, long bufferBytes) {
    this.producer = producer;
    this.topic = topic;
    this.bufferBytes = bufferBytes;
  }

  /**
   * Connects to a cluster and makes sure that the topic exists.
   *
   * @param properties settings of the Kafka producer, at least {@code bootstrap.servers}; they take
   *     precedence over the defaults chosen here
   * @param frameSerializer the serializer of frames, which also writes the records' headers
   * @throws IllegalStateException if no broker answers or the topic does not exist
   * @throws org.apache.kafka.common.config.ConfigException if a property is wrong
   */
  public static KafkaFramePublisher connect(
      Map<String, ?> properties, String topic, Serializer<Frame> frameSerializer) {
    Map<String, Object> merged = new HashMap<>(defaults());
    merged.putAll(properties);
    String servers = String.valueOf(merged.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    KafkaProducer<String, Frame> producer;
    try {
      producer = new KafkaProducer<>(merged, new StringSerializer(), frameSerializer);
    } catch (KafkaException e) {
      throw ClientFailures.unusable(e, merged);
    }
    try {
      producer.partitionsFor(topic);
    } catch (TimeoutException e) {
      producer.close(Duration.ZERO);
      throw new IllegalStateException(
          "no broker at %s answers, or the topic %s does not exist; start the broker, or create the topic"
              .formatted(servers, topic),
          e);
    } catch (AuthenticationException e) {
      producer.close(Duration.ZERO);
      throw ClientFailures.refused(e, servers);
    } catch (AuthorizationException e) {
      producer.close(Duration.ZERO);
      throw new IllegalStateException(
          "not authorized for topic %s at %s: let this principal WRITE it"
              .formatted(topic, servers),
          e);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
    long buffer = Long.parseLong(String.valueOf(merged.get(ProducerConfig.BUFFER_MEMORY_CONFIG)));
    return new KafkaFramePublisher(producer, topic, buffer);
  }

  private static Map<String, Object> defaults() {
    return Map.of(
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        // With more, the idempotent producer can lose the first frames of a topic that has just
        // been
        // created: a broker that is not yet the leader refuses the first batch, then, having no
        // state of this producer, accepts the second, and from then on the first is out of
        // sequence.
        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
        1,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        DEFAULT_BUFFER_BYTES,
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        DEFAULT_MAX_REQUEST_BYTES,
        // JPEG does not compress, and waiting for more records would only delay a large one.
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "none",
        ProducerConfig.LINGER_MS_CONFIG,
        0,
        ProducerConfig.BATCH_SIZE_CONFIG,
        256 << 10,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        10_000,
        ProducerConfig.CLIENT_ID_CONFIG,
        "paa-streams-ingest");
  }

  /** A view of this publisher for one of several cameras, limited to its part of the buffer. */
  public FramePublisher shareOfOneIn(int cameras) {
    return new CameraShare(this, bufferBytes / cameras);
  }

  @Override
  public void publish(Frame frame, Receipt receipt) {
    ProducerRecord<String, Frame> message =
        new ProducerRecord<>(
            topic, null, frame.captureTime().toEpochMilli(), frame.cameraId(), frame);
    Attempt attempt;
    do {
      attempt = new Attempt(receipt);
      producer.send(message, attempt);
    } while (attempt.foundNoRoom);
  }

  @Override
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
  }

  /**
   * One attempt to send a record. A full buffer is not a failure: batches leave it when they arrive
   * or when their delivery timeout expires, so there will be room.
   */
  private static final class Attempt implements Callback {
    private final Receipt receipt;

    /** Written before {@code send} returns, on the caller's thread. */
    private boolean foundNoRoom;

    Attempt(Receipt receipt) {
      this.receipt = receipt;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
      if (failure instanceof BufferExhaustedException) {
        foundNoRoom = true;
      } else {
        receipt.settled(failure);
      }
    }
  }
}
