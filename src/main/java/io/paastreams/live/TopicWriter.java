package io.paastreams.live;

import io.paastreams.cluster.KafkaClient;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the few records that the page itself writes. */
final class TopicWriter {

  private TopicWriter() {}

  /**
   * Writes records in order, and returns when the broker has them.
   *
   * @param failure the message if it does not accept them
   * @throws IllegalStateException if the cluster does not accept them
   */
  @SafeVarargs
  static void write(
      LiveCluster cluster, String failure, ProducerRecord<byte[], byte[]>... records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaClient.PRODUCER.settings(
                cluster.bootstrapServers(),
                cluster.kafka(),
                Map.of("acks", "all", "enable.idempotence", true, "max.block.ms", 10_000)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        producer.send(record).get();
      }
    } catch (ExecutionException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(failure + ": " + reason.getMessage(), e);
    } catch (KafkaException e) {
      throw new IllegalStateException(failure + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
