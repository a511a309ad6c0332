package io.paastreams.check;

import io.paastreams.streams.ApplicationSettings;
import java.util.HashMap;
import java.util.Map;

/** The settings of the clients that check a cluster. */
final class KafkaClients {

  private KafkaClients() {}

  /**
   * The application's own settings with short timeouts, unless the user sets those of admin
   * clients.
   */
  static Map<String, String> hasty(ApplicationSettings config) {
    Map<String, String> settings = new HashMap<>();
    settings.put("admin.default.api.timeout.ms", "8000");
    settings.put("admin.request.timeout.ms", "4000");
    settings.putAll(config.kafka());
    return settings;
  }
}
