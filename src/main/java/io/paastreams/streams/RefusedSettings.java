package io.paastreams.streams;

import io.paastreams.cluster.KafkaClient;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings that a user may not choose, because the guarantees of delivery and order depend on them
 * or because they are set elsewhere. Kafka Streams would override some of them with a line in its
 * log; a user who sets one should be told why instead.
 */
final class RefusedSettings {

  private static final String SET_INSTEAD = "is set by the pipeline: set pipeline.%s instead";

  private static final String NO_EXPIRY =
      "records that expire are overtaken by those behind them, and cameras lose their order";

  private static final String EVER = String.valueOf(Integer.MAX_VALUE);

  private static final String OWN_SERDES =
      "is set by the pipeline: name Serde classes by serdes.frames, serdes.detections and"
          + " serdes.skipped";

  private static final String SCATTERED =
      "a camera's records would be on several partitions, without order";

  private static final String LOSES_FRAMES = "a handler that continues loses ";

  /**
   * A rule.
   *
   * @param allowed the values, in lower case, that only repeat what applies anyway
   */
  private record Rule(String reason, Set<String> allowed) {
    static Rule never(String reason) {
      return new Rule(reason, Set.of());
    }

    static Rule only(String reason, String... allowed) {
      return new Rule(reason, Set.of(allowed));
    }
  }

  /** The rules for Kafka Streams as a whole, by names without a prefix. */
  private static final Map<String, Rule> STREAMS =
      Map.ofEntries(
          Map.entry(
              StreamsConfig.APPLICATION_ID_CONFIG,
              Rule.never(SET_INSTEAD.formatted("applicationId"))),
          Map.entry(
              StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
              Rule.never(SET_INSTEAD.formatted("guarantee"))),
          Map.entry(
              StreamsConfig.NUM_STREAM_THREADS_CONFIG,
              Rule.never(SET_INSTEAD.formatted("streamThreads"))),
          Map.entry(
              StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
              Rule.never(SET_INSTEAD.formatted("commitInterval"))),
          Map.entry(
              StreamsConfig.POLL_MS_CONFIG, Rule.never(SET_INSTEAD.formatted("forwardInterval"))),
          Map.entry(
              StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
              Rule.never(
                  "Kafka's own handlers would dead-letter the current frame, not the one that"
                      + " failed; name the topic by topics.deadLetters")),
          Map.entry(
              StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
              Rule.never(LOSES_FRAMES + "the frames that are in flight")),
          Map.entry(
              StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
              Rule.never(LOSES_FRAMES + "records")),
          Map.entry("default.production.exception.handler", Rule.never(LOSES_FRAMES + "records")),
          Map.entry(
              "__processing.threads.enabled__",
              Rule.never(
                  "frames are drained before a commit on the thread that polls; this is untested")));

  private static final Map<String, Rule> CONSUMER =
      Map.of(
          ConsumerConfig.GROUP_ID_CONFIG,
          Rule.never(SET_INSTEAD.formatted("applicationId")),
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          Rule.only(
              "offsets are committed when the frames before them are finished, not earlier:"
                  + " frames in flight would be lost",
              "false"),
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          Rule.only(
              "a misspelt topic would be created and nothing detected; run --create-topics creates"
                  + " topics",
              "false"),
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          Rule.never("Kafka Streams assigns the partitions; it has task.assignor.class"),
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          Rule.never(OWN_SERDES),
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          Rule.never(OWN_SERDES));

  private static final Map<String, Rule> PRODUCER =
      Map.of(
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          Rule.only("a record that is sent again would be duplicated or overtaken", "true"),
          ProducerConfig.ACKS_CONFIG,
          Rule.only(
              "must be all or -1: a record that not all in-sync replicas have may be lost with"
                  + " a broker after its frame was committed",
              "all",
              "-1"),
          ProducerConfig.TRANSACTIONAL_ID_CONFIG,
          Rule.never("is derived from pipeline.applicationId; set guarantee for transactions"),
          ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
          Rule.only(SCATTERED, "false"),
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          Rule.never(OWN_SERDES),
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          Rule.never(OWN_SERDES));

  /**
   * The rules for an application's producers; other producers may give up a record and report it.
   */
  private static final Map<String, Rule> APPLICATION_PRODUCER =
      Map.of(
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Rule.only(NO_EXPIRY, EVER),
          ProducerConfig.RETRIES_CONFIG, Rule.only(NO_EXPIRY, EVER));

  private RefusedSettings() {}

  /** Why a setting is refused for any client; empty if it is not. */
  static String ofEveryClient(String key, String value) {
    SettingKey setting = SettingKey.of(key);
    String reason = "";
    if (setting.client() == null) {
      reason = reason(STREAMS, setting.name(), value);
    }
    if (reason.isEmpty() && setting.isFor(KafkaClient.CONSUMER)) {
      reason = reason(CONSUMER, setting.name(), value);
    }
    if (reason.isEmpty() && setting.isFor(KafkaClient.PRODUCER)) {
      reason = reason(PRODUCER, setting.name(), value);
      boolean rotates =
          setting.name().equals(ProducerConfig.PARTITIONER_CLASS_CONFIG)
              && value.endsWith("RoundRobinPartitioner");
      if (rotates) {
        reason = SCATTERED;
      }
    }
    return reason;
  }

  /** Why a setting is refused for an application in particular; empty if it is not. */
  static String ofApplication(
      String key, String value, Map<String, String> kafka, Guarantee guarantee) {
    SettingKey setting = SettingKey.of(key);
    if (setting.isFor(KafkaClient.PRODUCER)) {
      String reason = reason(APPLICATION_PRODUCER, setting.name(), value);
      if (!reason.isEmpty()) {
        return reason;
      }
    }
    if (!setting.isFor(KafkaClient.CONSUMER)) {
      return "";
    }
    if (setting.name().equals(ConsumerConfig.ISOLATION_LEVEL_CONFIG)
        && guarantee == Guarantee.EXACTLY_ONCE
        && !value.strip().equals("read_committed")) {
      return "under exactly-once a frame whose transaction was aborted would be detected:"
          + " read_committed";
    }
    if (setting.name().equals(StreamsConfig.GROUP_PROTOCOL_CONFIG) && setting.client() != null) {
      return "Kafka Streams chooses its consumers' protocol: set kafka.group.protocol";
    }
    boolean classicOnly =
        setting.name().equals(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)
            || setting.name().equals(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    return classicOnly && KafkaSettings.usesStreamsProtocol(kafka)
        ? "under group.protocol=streams the brokers choose it: group.streams.%s"
            .formatted(setting.name())
        : "";
  }

  private static String reason(Map<String, Rule> rules, String name, String value) {
    Rule rule = rules.get(name);
    return rule == null || rule.allowed().contains(value.strip().toLowerCase(Locale.ROOT))
        ? ""
        : rule.reason();
  }
}
