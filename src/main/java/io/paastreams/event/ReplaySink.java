package io.paastreams.event;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames back and remembers how far it got: in one transaction, or one after the other, so
 * that a crash between the two puts some back twice.
 *
 * <p>Threading: one thread.
 */
final class ReplaySink implements AutoCloseable {

  private static final int BUFFER_BYTES = 32 << 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final boolean transactional;
  private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();

  /**
   * Opens it; ends a transaction that an earlier replay left open, and its writer if it still runs.
   *
   * @param largestRecord bytes that the topic takes
   */
  ReplaySink(Map<String, Object> clientProperties, ReplayOptions options, int largestRecord) {
    this.transactional = options.exactlyOnce();
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("enable.idempotence", true);
    properties.put("acks", "all");
    // See KafkaFramePublisher: order, also on a topic that is new.
    properties.put("max.in.flight.requests.per.connection", 1);
    properties.put("max.request.size", largestRecord);
    properties.put("buffer.memory", Math.max((long) BUFFER_BYTES, 2L * largestRecord));
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
   * Everything that was sent is on the topic, and the group of {@code letters} has these offsets.
   *
   * @throws KafkaException if not; then nothing more can be sent
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

  /** What is not committed is aborted. */
  @Override
  public void close() {
    producer.close();
  }
}
