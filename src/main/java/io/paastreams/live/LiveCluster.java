package io.paastreams.live;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.cluster.KafkaClient;
import io.paastreams.event.Topics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The cluster that the page reads.
 *
 * @param kafka further settings of Kafka's clients
 * @param applicationId of the pipeline, whose lag and instances are shown
 * @param claimChecks from where images may be fetched that are not in the record itself
 */
public record LiveCluster(
    String bootstrapServers,
    Map<String, String> kafka,
    Topics topics,
    String applicationId,
    ClaimCheckPolicy claimChecks) {

  public LiveCluster {
    kafka = Map.copyOf(kafka);
  }

  /** A consumer that belongs to no group, commits nothing and creates no topic. */
  KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties =
        KafkaClient.withoutGroup(
            bootstrapServers,
            kafka,
            Map.of(
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000,
                ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000));
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Without settings, which may be secrets. */
  @Override
  public String toString() {
    return "LiveCluster[%s, %s]".formatted(bootstrapServers, applicationId);
  }
}
