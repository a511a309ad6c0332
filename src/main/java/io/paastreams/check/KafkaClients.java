package io.paastreams.check;

import io.paastreams.pipeline.PipelineConfig;
import java.util.HashMap;
import java.util.Map;

/** The settings of the clients that check a cluster. */
final class KafkaClients {

  private KafkaClients() {}

  /**
   * The pipeline's own settings with short timeouts, unless the user sets those of admin clients.
   */
  static Map<String, String> hasty(PipelineConfig config) {
    Map<String, String> settings = new HashMap<>();
    settings.put("admin.default.api.timeout.ms", "8000");
    settings.put("admin.request.timeout.ms", "4000");
    settings.putAll(config.kafka());
    return settings;
  }
}
