package io.paastreams.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames back and records the progress, either in one transaction or one after the other; in
 * the latter case a crash in between puts some frames back twice.
 *
 * <p>Threading: confined to one thread.
 */
final class ReplaySink implements AutoCloseable {

  private static final int BUFFER_BYTES = 32 << 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final boolean transactional;
  private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();

  /**
   * The default settings of its producer.
   *
   * @param largestRecord the maximum number of bytes of a record that the topic accepts
   */
  static Map<String, Object> defaults(int largestRecord) {
    return Map.of(
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        // See KafkaFramePublisher: this keeps the order even on a new topic.
        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
        1,
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        largestRecord,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        Math.max((long) BUFFER_BYTES, 2L * largestRecord));
  }

  /**
   * Opens the sink; ends a transaction that an earlier replay left open, and fences its writer if
   * that is still running.
   *
   * @param clientProperties settings of the producer, including {@link #defaults}
   */
  ReplaySink(Map<String, Object> clientProperties, ReplayOptions options) {
    this.transactional = options.exactlyOnce();
    Map<String, Object> properties = new HashMap<>(clientProperties);
    if (transactional) {
      properties.put("transactional.id", options.progress() + "." + options.from());
    }
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    if (transactional) {
      producer.initTransactions();
    }
  }

  void begin() {
    if (transactional) {
      producer.beginTransaction();
    }
  }

  void send(ProducerRecord<byte[], byte[]> frame) {
    var unused =
        producer.send(
            frame,
            (metadata, failure) -> {
              if (failure != null) {
                refusal.compareAndSet(null, failure);
              }
            });
  }

  /**
   * Makes sure that everything sent is on the topic and commits these offsets for the group of
   * {@code letters}.
   *
   * @throws KafkaException if that fails; nothing more can be sent then
   */
  void commit(KafkaConsumer<?, ?> letters, Map<TopicPartition, Long> positions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    positions.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
    producer.flush();
    Exception failure = refusal.get();
    if (failure instanceof KafkaException known) {
      throw known;
    }
    if (failure != null) {
      throw new KafkaException("a frame was refused", failure);
    }
    if (transactional) {
      if (!offsets.isEmpty()) {
        producer.sendOffsetsToTransaction(offsets, letters.groupMetadata());
      }
      producer.commitTransaction();
    } else if (!offsets.isEmpty()) {
      letters.commitSync(offsets);
    }
  }

  /** Aborts whatever has not been committed. */
  @Override
  public void close() {
    producer.close();
  }
}
