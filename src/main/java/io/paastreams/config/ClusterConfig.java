package io.paastreams.config;

import io.paastreams.cluster.KafkaClient;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingValues;
import io.paastreams.streams.KafkaCluster;
import java.util.List;
import java.util.Map;

/**
 * Where the topics are.
 *
 * @param bootstrapServers the addresses of the Kafka cluster
 * @param kafka further properties of Kafka Streams and its clients
 * @param serdes the registry and the serdes
 * @param topics the names of the topics
 * @param layout how missing topics are created
 */
public record ClusterConfig(
    String bootstrapServers,
    Map<String, String> kafka,
    EventSerdesConfig serdes,
    TopicNames topics,
    TopicLayout layout) {

  static final List<SettingSection> SECTIONS =
      List.of(
          KafkaCluster.SETTINGS,
          RegistryConfig.SETTINGS,
          TopicNames.SETTINGS,
          TopicLayout.SETTINGS,
          EventSerdesConfig.SETTINGS);

  /** Topics that are created must accept what the pipeline admits. */
  static final SettingSection FRAME_LIMIT =
      PipelineConfig.SETTINGS.only(PipelineConfig.MAX_FRAME_BYTES);

  public ClusterConfig {
    kafka = Map.copyOf(kafka);
  }

  static ClusterConfig of(SettingValues values) {
    return new ClusterConfig(
        values.get(KafkaCluster.BOOTSTRAP_SERVERS),
        values.of(KafkaCluster.CLIENTS),
        EventSerdesConfig.of(values),
        TopicNames.of(values),
        TopicLayout.of(values, values.get(PipelineConfig.MAX_FRAME_BYTES)));
  }

  /**
   * The settings with which to create a producer of frames; they take precedence over our defaults.
   */
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
