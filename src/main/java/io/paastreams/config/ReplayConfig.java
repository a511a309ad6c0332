package io.paastreams.config;

import io.paastreams.event.TopicNames;
import java.util.Map;

/**
 * What a replay of dead letters needs; a registry it does not.
 *
 * @param bootstrapServers addresses of the Kafka cluster
 * @param kafka further properties of Kafka's clients
 * @param topics names
 * @param applicationId of the pipeline
 */
public record ReplayConfig(
    String bootstrapServers, Map<String, String> kafka, TopicNames topics, String applicationId) {

  public ReplayConfig {
    kafka = Map.copyOf(kafka);
  }

  /** Property values may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "ReplayConfig[bootstrapServers=%s, kafka=%s, topics=%s, applicationId=%s]"
        .formatted(bootstrapServers, kafka.keySet(), topics, applicationId);
  }
}
