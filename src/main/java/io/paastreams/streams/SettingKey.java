package io.paastreams.streams;

import io.paastreams.cluster.KafkaClient;
import org.jspecify.annotations.Nullable;

/**
 * A setting's key split into its parts.
 *
 * @param prefix the prefix with its dot; empty if the setting is for every client that has it
 * @param client the kind of client; null if it is for every client that has it
 * @param name the name as documented by Kafka
 */
record SettingKey(String prefix, @Nullable KafkaClient client, String name) {

  static SettingKey of(String key) {
    for (KafkaClient client : KafkaClient.values()) {
      for (String prefix : client.prefixes()) {
        if (key.startsWith(prefix)) {
          return new SettingKey(prefix, client, key.substring(prefix.length()));
        }
      }
    }
    return new SettingKey("", null, key);
  }

  boolean isFor(KafkaClient other) {
    return client == null || client == other;
  }
}
