package io.paastreams.streams;

import io.paastreams.cluster.KafkaClient;
import io.paastreams.text.EditDistance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Checks a user's settings against Kafka's own definitions of names, types and ranges.
 *
 * <p>A name that no definition has may belong to a class that the user plugs in (an interceptor, a
 * login callback, a metrics reporter), so it is passed on. It is a mistake if it is close to a
 * known name, or has a prefix under which Kafka looks for another kind of client's settings.
 */
final class KnownSettings {

  /** Settings of internal topics, which this topology does not have. */
  private static final String TOPIC_PREFIX = "topic.";

  private static final List<String> UNITS =
      List.of(".ms", ".bytes", ".class", ".classes", ".config", ".records");

  /** Names from librdkafka, under which users of confluent-kafka know the same settings. */
  private static final Map<String, String> LIBRDKAFKA =
      Map.ofEntries(
          Map.entry("metadata.broker.list", "bootstrap.servers"),
          Map.entry("sasl.username", "sasl.jaas.config"),
          Map.entry("sasl.password", "sasl.jaas.config"),
          Map.entry("ssl.ca.location", "ssl.truststore.location"),
          Map.entry("ssl.ca.pem", "ssl.truststore.certificates"),
          Map.entry("ssl.certificate.location", "ssl.keystore.location"),
          Map.entry("ssl.key.location", "ssl.keystore.location"),
          Map.entry("enable.ssl.certificate.verification", "ssl.endpoint.identification.algorithm"),
          Map.entry("queue.buffering.max.ms", "linger.ms"),
          Map.entry("queue.buffering.max.kbytes", "buffer.memory"),
          Map.entry("message.max.bytes", "max.request.size"),
          Map.entry("compression.codec", "compression.type"),
          Map.entry("request.required.acks", "acks"),
          Map.entry("fetch.message.max.bytes", "max.partition.fetch.bytes"),
          Map.entry("max.in.flight", "max.in.flight.requests.per.connection"));

  sealed interface Judgement {}

  record Fine() implements Judgement {}

  record WrongName(String reason) implements Judgement {}

  /**
   * The value cannot be right.
   *
   * @param shown the value, masked if it is a secret
   */
  record WrongValue(String shown, String reason) implements Judgement {}

  record Foreign(String reason) implements Judgement {}

  private KnownSettings() {}

  /** Judges one of the settings {@code kafka}. */
  static Judgement judge(String key, String value, Map<String, String> kafka) {
    SettingKey setting = SettingKey.of(key);
    List<ConfigDef> definitions = definitions(setting);
    if (!definitions.isEmpty()) {
      boolean resolvedLater = kafka.containsKey("config.providers") && value.contains("${");
      return resolvedLater ? new Fine() : judgeValue(setting.name(), value, definitions);
    }
    return key.startsWith(TOPIC_PREFIX)
            || key.startsWith(StreamsConfig.CLIENT_TAG_PREFIX)
            || key.startsWith("__")
        ? new Fine()
        : judgeUnknown(setting, kafka);
  }

  private static List<ConfigDef> definitions(SettingKey setting) {
    List<ConfigDef> definitions = new ArrayList<>();
    if (setting.client() != null) {
      definitions.add(setting.client().definition());
    } else {
      definitions.add(StreamsConfig.configDef());
      // Kafka Streams and consumers have different protocols under that name.
      if (!setting.name().equals(StreamsConfig.GROUP_PROTOCOL_CONFIG)) {
        Stream.of(KafkaClient.values()).map(KafkaClient::definition).forEach(definitions::add);
      }
    }
    definitions.removeIf(definition -> !definition.names().contains(setting.name()));
    return definitions;
  }

  private static Judgement judgeValue(String name, String value, List<ConfigDef> definitions) {
    for (ConfigDef definition : definitions) {
      ConfigDef.ConfigKey key = definition.configKeys().get(name);
      if (key == null) {
        continue;
      }
      try {
        Object parsed = ConfigDef.parseType(name, value, key.type);
        if (key.validator != null) {
          key.validator.ensureValid(name, parsed);
        }
      } catch (ConfigException e) {
        boolean secret = key.type == ConfigDef.Type.PASSWORD;
        return new WrongValue(
            secret ? "******" : value,
            secret ? "does not have the required form" : reason(e, name));
      }
      if (key.type == ConfigDef.Type.LIST && isListOfClasses(name)) {
        Optional<String> missing = missingClass(value);
        if (missing.isPresent()) {
          return new WrongValue(value, "class " + missing.get() + " is not on the class path");
        }
      }
    }
    return new Fine();
  }

  /** Kafka's message without the part that our message already says. */
  private static String reason(ConfigException failure, String name) {
    String message = String.valueOf(failure.getMessage());
    String head = " for configuration " + name + ": ";
    int end = message.indexOf(head);
    String tail = end < 0 ? message : message.substring(end + head.length());
    return tail.replaceFirst("^(String|Value) must be", "must be")
        .replaceFirst("^Not a number of type .*", "must be a whole number")
        .replaceFirst("^Expected value to be either true or false", "must be true or false");
  }

  private static boolean isListOfClasses(String name) {
    return name.equals("interceptor.classes") || name.equals("metric.reporters");
  }

  private static Optional<String> missingClass(String value) {
    return Stream.of(value.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty() && !isThere(name))
        .findFirst();
  }

  private static boolean isThere(String className) {
    try {
      Utils.loadClass(className, Object.class);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static Judgement judgeUnknown(SettingKey setting, Map<String, String> kafka) {
    String name = setting.name();
    Set<String> others =
        Stream.of(KafkaClient.values())
            .filter(client -> client.definition().names().contains(name))
            .map(client -> client.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!others.isEmpty()) {
      return new WrongName(
          "is a setting of %ss: write kafka.%s".formatted(String.join("s and ", others), name));
    }
    if (setting.client() != null && StreamsConfig.configDef().names().contains(name)) {
      return new WrongName("is a setting of Kafka Streams itself: write kafka." + name);
    }
    String counterpart = LIBRDKAFKA.get(name);
    if (counterpart != null) {
      return new WrongName(
          "is a name of librdkafka; Java's clients have %s%s"
              .formatted(setting.prefix(), counterpart));
    }
    Optional<String> near =
        known(setting)
            .filter(candidate -> isNear(name, candidate))
            .min(
                Comparator.<String>comparingInt(candidate -> EditDistance.between(name, candidate))
                    .thenComparing(Comparator.naturalOrder()));
    if (near.isPresent()) {
      return new WrongName(
          "no Kafka client has it; did you mean kafka.%s%s?"
              .formatted(setting.prefix(), near.get()));
    }
    return plugsIn(kafka)
        ? new Fine()
        : new Foreign(
            "no Kafka client has it, and no class of yours is configured that could use it; it"
                + " is passed on");
  }

  private static Stream<String> known(SettingKey setting) {
    if (setting.client() != null) {
      return setting.client().definition().names().stream();
    }
    return Stream.concat(
            StreamsConfig.configDef().names().stream(),
            Stream.of(KafkaClient.values())
                .flatMap(
                    client ->
                        Stream.concat(
                            client.definition().names().stream(),
                            client.prefixes().stream()
                                .flatMap(
                                    prefix ->
                                        client.definition().names().stream()
                                            .map(name -> prefix + name)))))
        .distinct();
  }

  private static boolean isNear(String written, String known) {
    if (Math.abs(written.length() - known.length()) > 8) {
      return false;
    }
    return squashed(written).equals(squashed(known))
        || words(written).equals(words(known))
        || UNITS.stream().anyMatch(unit -> known.equals(written + unit))
        || EditDistance.between(written, known) <= (written.length() < 8 ? 1 : 2);
  }

  private static String squashed(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static List<String> words(String name) {
    return Stream.of(name.split("\\.", -1)).sorted().toList();
  }

  /** Whether the user names a class that Kafka creates and configures with all settings. */
  private static boolean plugsIn(Map<String, String> kafka) {
    return kafka.keySet().stream()
        .map(key -> SettingKey.of(key).name())
        .anyMatch(
            name ->
                isListOfClasses(name)
                    || Stream.concat(
                            Stream.of(StreamsConfig.configDef()),
                            Stream.of(KafkaClient.values()).map(KafkaClient::definition))
                        .map(definition -> definition.configKeys().get(name))
                        .anyMatch(key -> key != null && key.type == ConfigDef.Type.CLASS)
                    || name.endsWith(".class"));
  }
}
