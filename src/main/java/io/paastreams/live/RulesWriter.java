package io.paastreams.live;

import io.paastreams.cluster.KafkaClient;
import io.paastreams.event.RuleSet;
import io.paastreams.event.Topic;
import io.paastreams.event.TopicKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts rules in force. The topic is compacted and its latest record holds, so the rules that were
 * in force are written once more first, under a key of their own: there they survive compaction and
 * can be restored.
 */
final class RulesWriter {

  private RulesWriter() {}

  /**
   * Writes and returns when the broker has it.
   *
   * @param before what is in force; null if nothing is
   * @throws IllegalStateException if the cluster does not take it
   */
  static void write(LiveCluster cluster, @Nullable RuleSet before, RuleSet next) {
    Topic<RuleSet> topic = cluster.topics().of(TopicKind.RULES);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaClient.PRODUCER.settings(
                cluster.bootstrapServers(),
                cluster.kafka(),
                Map.of("acks", "all", "enable.idempotence", true, "max.block.ms", 10_000)),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      if (before != null) {
        producer.send(record(topic, RuleSet.KEY + "." + before.version(), before)).get();
      }
      producer.send(record(topic, RuleSet.KEY, next)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the rules were not applied: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      Topic<RuleSet> topic, String key, RuleSet set) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic.name(), 0, key.getBytes(StandardCharsets.UTF_8), null);
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), record.headers(), set);
    return new ProducerRecord<>(topic.name(), 0, record.key(), value, record.headers());
  }
}
