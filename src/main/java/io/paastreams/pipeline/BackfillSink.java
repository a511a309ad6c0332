package io.paastreams.pipeline;

import io.paastreams.cluster.KafkaClient;
import io.paastreams.streams.Guarantee;
import io.paastreams.streams.RecordLimits;
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
 * Writes results and the progress: under exactly-once in one transaction, under at-least-once the
 * progress after the results.
 *
 * <p>Threading: confined to one thread.
 */
final class BackfillSink implements AutoCloseable {

  private final KafkaProducer<byte @Nullable [], byte @Nullable []> producer;
  private final boolean transactional;
  private final AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();
  private boolean open;

  /**
   * Opens the sink; fences an earlier run under the same name.
   *
   * @param name the transactional id
   */
  BackfillSink(PipelineConfig config, RecordLimits limits, String name) {
    this.transactional = config.guarantee() == Guarantee.EXACTLY_ONCE;
    Map<String, Object> defaults = new HashMap<>();
    defaults.put(ProducerConfig.ACKS_CONFIG, "all");
    defaults.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    defaults.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    defaults.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.toIntExact(limits.largest()));
    if (transactional) {
      defaults.put(
          ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
          Math.toIntExact(config.transactionTimeout().toMillis()));
    }
    Map<String, Object> properties =
        KafkaClient.PRODUCER.settings(config.bootstrapServers(), config.kafka(), defaults);
    properties.remove(ProducerConfig.CLIENT_ID_CONFIG);
    if (transactional) {
      properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
    }
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    if (transactional) {
      producer.initTransactions();
    }
  }

  void send(ProducerRecord<byte @Nullable [], byte @Nullable []> record) {
    if (transactional && !open) {
      producer.beginTransaction();
      open = true;
    }
    var unused =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure != null) {
                refusal.compareAndSet(null, failure);
              }
            });
  }

  /**
   * Makes sure that everything sent is on its topic, and records the progress.
   *
   * @throws KafkaException if that fails; nothing more can be sent then
   */
  void commit(KafkaConsumer<?, ?> frames, Map<TopicPartition, OffsetAndMetadata> progress) {
    producer.flush();
    Exception failure = refusal.get();
    if (failure != null) {
      throw failure instanceof KafkaException known
          ? known
          : new KafkaException("a result was refused", failure);
    }
    if (!transactional) {
      frames.commitSync(progress);
      return;
    }
    if (!open) {
      producer.beginTransaction();
    }
    producer.sendOffsetsToTransaction(progress, frames.groupMetadata());
    producer.commitTransaction();
    open = false;
  }

  /** Aborts whatever has not been committed. */
  @Override
  public void close() {
    producer.close();
  }
}
