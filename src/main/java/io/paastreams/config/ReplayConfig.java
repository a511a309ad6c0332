package io.paastreams.config;

import io.paastreams.event.TopicNames;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingValues;
import io.paastreams.streams.KafkaCluster;
import java.util.List;
import java.util.Map;

/**
 * What a replay of dead letters needs, which does not include a registry.
 *
 * @param bootstrapServers the addresses of the Kafka cluster
 * @param kafka further properties of Kafka's clients
 * @param topics the names of the topics
 * @param applicationId the pipeline's application id
 */
public record ReplayConfig(
    String bootstrapServers, Map<String, String> kafka, TopicNames topics, String applicationId) {

  static final List<SettingSection> SECTIONS =
      List.of(
          KafkaCluster.SETTINGS,
          TopicNames.SETTINGS,
          PipelineConfig.SETTINGS.only(PipelineConfig.APPLICATION_ID));

  public ReplayConfig {
    kafka = Map.copyOf(kafka);
  }

  static ReplayConfig of(SettingValues values) {
    return new ReplayConfig(
        values.get(KafkaCluster.BOOTSTRAP_SERVERS),
        values.of(KafkaCluster.CLIENTS),
        TopicNames.of(values),
        values.get(PipelineConfig.APPLICATION_ID));
  }

  /** Property values may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "ReplayConfig[bootstrapServers=%s, kafka=%s, topics=%s, applicationId=%s]"
        .formatted(bootstrapServers, kafka.keySet(), topics, applicationId);
  }
}
