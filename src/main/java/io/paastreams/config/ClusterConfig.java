package io.paastreams.config;

import io.paastreams.cluster.KafkaClient;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import java.util.Map;

/**
 * Where the topics are.
 *
 * @param bootstrapServers addresses of the Kafka cluster
 * @param kafka further properties of Kafka Streams and its clients
 * @param serdes registry and serdes
 * @param topics names
 * @param layout how missing topics are created
 */
public record ClusterConfig(
    String bootstrapServers,
    Map<String, String> kafka,
    EventSerdesConfig serdes,
    TopicNames topics,
    TopicLayout layout) {

  public ClusterConfig {
    kafka = Map.copyOf(kafka);
  }

  /** What a producer of frames is to be made with; our own defaults come below. */
  public Map<String, Object> producerProperties() {
    return KafkaClient.PRODUCER.settings(bootstrapServers, kafka, Map.of());
  }

  /** Property values may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "ClusterConfig[bootstrapServers=%s, kafka=%s, serdes=%s, topics=%s, layout=%s]"
        .formatted(bootstrapServers, kafka.keySet(), serdes, topics, layout);
  }
}
