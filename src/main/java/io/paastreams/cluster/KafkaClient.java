package io.paastreams.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The kinds of Kafka clients, and which of a user's settings each of them gets. As in Kafka
 * Streams, a plain {@code NAME} applies to every client that has this setting, and {@code
 * PREFIX.NAME} to one kind of client, for which it takes precedence over the plain one. Both take
 * precedence over our defaults.
 */
public enum KafkaClient {
  CONSUMER(ConsumerConfig.configDef(), "consumer."),
  PRODUCER(ProducerConfig.configDef(), "producer."),
  ADMIN(AdminClientConfig.configDef(), "admin.");

  /** Prefixes for consumers of Kafka Streams only; other clients ignore them. */
  private static final List<String> STREAMS_CONSUMERS =
      List.of("main.consumer.", "restore.consumer.", "global.consumer.");

  /** Settings that a consumer without a group must not have, and the user's client id. */
  private static final Set<String> OF_A_GROUP =
      Set.of(
          ConsumerConfig.GROUP_ID_CONFIG,
          ConsumerConfig.GROUP_PROTOCOL_CONFIG,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          ConsumerConfig.CLIENT_ID_CONFIG);

  private final ConfigDef definition;
  private final String prefix;

  KafkaClient(ConfigDef definition, String prefix) {
    this.definition = definition;
    this.prefix = prefix;
  }

  /** The settings of a client of this kind, with their types and ranges. */
  public ConfigDef definition() {
    return definition;
  }

  /** Every prefix that means clients of this kind. */
  public List<String> prefixes() {
    return this == CONSUMER
        ? Stream.concat(Stream.of(prefix), STREAMS_CONSUMERS.stream()).toList()
        : List.of(prefix);
  }

  /**
   * The settings with which to create a client of this kind.
   *
   * @param kafka the user's settings for clients of any kind
   * @param defaults our defaults
   */
  public Map<String, Object> settings(
      String bootstrapServers, Map<String, String> kafka, Map<String, ?> defaults) {
    Map<String, Object> settings = new HashMap<>(defaults);
    kafka.forEach(
        (name, value) -> {
          if (isPlain(name) && mayBeOurs(name)) {
            settings.put(name, value);
          }
        });
    kafka.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            settings.put(name.substring(prefix.length()), value);
          }
        });
    settings.put("bootstrap.servers", bootstrapServers);
    return settings;
  }

  /**
   * The settings of a consumer that is assigned its partitions: it belongs to no group, creates no
   * topic and reads only committed records, from the beginning where an offset is out of range.
   *
   * @param kafka the user's settings for clients of any kind
   * @param defaults our defaults
   */
  public static Map<String, Object> withoutGroup(
      String bootstrapServers, Map<String, String> kafka, Map<String, ?> defaults) {
    Map<String, Object> settings = CONSUMER.settings(bootstrapServers, kafka, defaults);
    settings.keySet().removeAll(OF_A_GROUP);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return settings;
  }

  /** Whether an unknown name may be meant for a class that the user plugs in. */
  private boolean mayBeOurs(String name) {
    Set<String> own = definition.names();
    return own.contains(name)
        || Stream.of(values()).noneMatch(other -> other.definition.names().contains(name));
  }

  private static boolean isPlain(String name) {
    return Stream.of(values())
        .flatMap(client -> client.prefixes().stream())
        .noneMatch(name::startsWith);
  }
}
