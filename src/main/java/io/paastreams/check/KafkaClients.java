package io.paastreams.check;

import io.paastreams.pipeline.PipelineConfig;
import java.util.HashMap;
import java.util.Map;

/** Settings of the clients that check a cluster. */
final class KafkaClients {

  private KafkaClients() {}

  /** As the pipeline's own, but not patient, unless the user says so of admin clients. */
  static Map<String, String> hasty(PipelineConfig config) {
    Map<String, String> settings = new HashMap<>();
    settings.put("admin.default.api.timeout.ms", "8000");
    settings.put("admin.request.timeout.ms", "4000");
    settings.putAll(config.kafka());
    return settings;
  }
}
