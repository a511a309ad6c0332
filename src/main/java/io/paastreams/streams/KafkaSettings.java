package io.paastreams.streams;

import io.paastreams.cluster.KafkaClient;
import io.paastreams.setting.Fault;
import io.paastreams.setting.SettingValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams and its clients that follow from {@link ApplicationSettings}. */
public final class KafkaSettings {

  /** Streams' own default. */
  private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);

  private static final int METADATA_MAX_AGE_MS = 30_000;

  private static final int SESSION_TIMEOUT_MS = 10_000;

  private static final String ENABLE_IDEMPOTENCE = ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;

  /**
   * The prefixes under which a stream thread's own consumer finds a setting; the first takes
   * precedence.
   */
  private static final String[] CONSUMER_PREFIXES = {"main.consumer.", "consumer.", ""};

  private static final String[] PRODUCER_PREFIXES = {"producer.", ""};

  private KafkaSettings() {}

  static boolean usesStreamsProtocol(Map<String, String> kafka) {
    return "streams".equalsIgnoreCase(kafka.get(StreamsConfig.GROUP_PROTOCOL_CONFIG));
  }

  /** Reports which of the user's own settings do not suit an application. */
  static void check(ApplicationSection section, SettingValues values, Consumer<Fault> faults) {
    Map<String, String> kafka = values.of(KafkaCluster.CLIENTS);
    Guarantee guarantee = values.get(section.guarantee());
    List<Fault> refused = new ArrayList<>();
    kafka.forEach(
        (key, value) -> {
          String reason = RefusedSettings.ofApplication(key, value, kafka, guarantee);
          if (!reason.isEmpty()) {
            refused.add(KafkaSettingsReview.fault(key, value, reason));
          }
        });
    refused.forEach(faults);
    requireLongPolls(section, values, kafka, faults);
    if (guarantee == Guarantee.EXACTLY_ONCE) {
      requireLongTransactions(section, values, kafka, faults);
    }
    requireSlowSession(kafka, faults);
    // Otherwise Kafka would report the same faults again.
    if (refused.isEmpty() && KafkaSettingsReview.of(kafka).faults().isEmpty()) {
      requireConsistentProducer(kafka, faults);
    }
  }

  private static void requireLongPolls(
      ApplicationSection section,
      SettingValues values,
      Map<String, String> kafka,
      Consumer<Fault> faults) {
    String poll = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;
    Duration interval = millis(kafka, poll, MAX_POLL_INTERVAL, CONSUMER_PREFIXES);
    Duration drain = values.get(section.drainTimeout());
    if (interval.compareTo(drain) <= 0) {
      faults.accept(
          Fault.of(
              section.drainTimeout(),
              drain,
              "must be below kafka.%s, which is %d ms"
                  .formatted(keyOf(kafka, poll, CONSUMER_PREFIXES), interval.toMillis())));
    }
  }

  private static void requireLongTransactions(
      ApplicationSection section,
      SettingValues values,
      Map<String, String> kafka,
      Consumer<Fault> faults) {
    Duration commit = section.commitInterval(values);
    Duration drain = values.get(section.drainTimeout());
    String transaction = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
    Duration timeout =
        millis(kafka, transaction, transactionTimeout(commit, drain), PRODUCER_PREFIXES);
    if (timeout.compareTo(commit.plus(drain)) <= 0) {
      faults.accept(
          KafkaSettingsReview.fault(
              keyOf(kafka, transaction, PRODUCER_PREFIXES),
              String.valueOf(timeout.toMillis()),
              "must be above %s + %s, which are %d ms"
                  .formatted(
                      section.commitInterval(),
                      section.drainTimeout(),
                      commit.plus(drain).toMillis())));
    }
  }

  private static void requireSlowSession(Map<String, String> kafka, Consumer<Fault> faults) {
    String heartbeat = ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG;
    Duration beat = millis(kafka, heartbeat, Duration.ZERO, CONSUMER_PREFIXES);
    Duration session = sessionTimeout(kafka);
    if (beat.compareTo(session) >= 0) {
      faults.accept(
          KafkaSettingsReview.fault(
              keyOf(kafka, heartbeat, CONSUMER_PREFIXES),
              String.valueOf(beat.toMillis()),
              "must be below kafka.session.timeout.ms, which is %d ms; a third is usual"
                  .formatted(session.toMillis())));
    }
  }

  /** Checks what Kafka compares when it creates a producer. */
  private static void requireConsistentProducer(Map<String, String> kafka, Consumer<Fault> faults) {
    Map<String, Object> producer =
        KafkaClient.PRODUCER.settings("not-set:9092", kafka, Map.of(ENABLE_IDEMPOTENCE, true));
    producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    if (kafka.keySet().stream().anyMatch(key -> key.contains("config.providers"))) {
      return; // they are asked when the clients are created
    }
    try {
      var unused = new ProducerConfig(producer);
    } catch (ConfigException e) {
      faults.accept(Fault.of("kafka.producer", String.valueOf(e.getMessage())));
    }
  }

  /**
   * A transaction lasts from one commit to the next, including the drain. The timeout must not be
   * much longer, because the partitions of an instance that dies make no progress until its
   * transaction has timed out.
   */
  private static Duration transactionTimeout(Duration commitInterval, Duration drainTimeout) {
    return commitInterval.plus(drainTimeout).plusSeconds(5);
  }

  /** How long a transaction may last under exactly-once; the cluster must allow it. */
  public static Duration transactionTimeout(ApplicationSettings config) {
    Duration standard = transactionTimeout(config.commitInterval(), config.drainTimeout());
    return millis(
        config.kafka(), ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, standard, PRODUCER_PREFIXES);
  }

  /** How long the group waits for a silent member under the classic protocol. */
  public static Duration sessionTimeout(ApplicationSettings config) {
    return sessionTimeout(config.kafka());
  }

  private static Duration sessionTimeout(Map<String, String> kafka) {
    return millis(
        kafka,
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        Duration.ofMillis(SESSION_TIMEOUT_MS),
        CONSUMER_PREFIXES);
  }

  private static Duration millis(
      Map<String, String> kafka, String setting, Duration standard, String... prefixes) {
    String value = firstOf(kafka, setting, prefixes).trim();
    return value.matches("\\d{1,12}") ? Duration.ofMillis(Long.parseLong(value)) : standard;
  }

  /** The bytes that the clients of one stream thread may hold. */
  public static long clientBuffers(ApplicationSettings config) {
    Properties settings = of(config, new RecordLimits(config.largestRecordBytes()));
    return number(settings, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, CONSUMER_PREFIXES)
        + number(settings, ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_PREFIXES);
  }

  private static long number(Properties settings, String name, String... prefixes) {
    for (String prefix : prefixes) {
      String value = String.valueOf(settings.get(prefix + name)).trim();
      if (value.matches("\\d{1,15}")) {
        return Long.parseLong(value);
      }
    }
    return 0;
  }

  private static String firstOf(Map<String, String> kafka, String setting, String... prefixes) {
    for (String prefix : prefixes) {
      String value = kafka.get(prefix + setting);
      if (value != null) {
        return value;
      }
    }
    return "";
  }

  /** The key that {@link #firstOf} finds, or the plain one. */
  private static String keyOf(Map<String, String> kafka, String setting, String... prefixes) {
    return Arrays.stream(prefixes)
        .map(prefix -> prefix + setting)
        .filter(kafka::containsKey)
        .findFirst()
        .orElse(setting);
  }

  /**
   * All settings.
   *
   * @param limits the record limits, of which the largest is what the producer must be able to send
   */
  public static Properties of(ApplicationSettings config, RecordLimits limits) {
    int largestRecordBytes = (int) limits.largest();
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG, config.guarantee().processingGuarantee());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
    // A poll blocks the thread that forwards results, so it must be short.
    settings.put(StreamsConfig.POLL_MS_CONFIG, config.pollTime().toMillis());
    settings.put(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, AnyTimestamp.class.getName());
    settings.put(
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, LearnRecordLimits.class.getName());
    settings.put(RecordLimits.SETTING, limits);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
        ReadGapsInterceptor.class.getName());
    settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    // A task has one input partition and waits for no other; asking would cost something for each
    // record.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // Partitions that a topic gets later are read after at most this time. Kafka's default is five
    // minutes.
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), METADATA_MAX_AGE_MS);
    if (!usesStreamsProtocol(config.kafka())) {
      // A stream thread that dies and is replaced does not leave the group (4.3.1), so its
      // partitions make no progress for this long, as when an instance crashes. Kafka's default is
      // 45 s.
      settings.put(
          StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
          SESSION_TIMEOUT_MS);
      settings.put(
          StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
          (int) Math.min(2_000, sessionTimeout(config).toMillis() / 3));
    }
    // Set explicitly, because otherwise Kafka would silently disable it if other settings conflict.
    settings.put(StreamsConfig.producerPrefix(ENABLE_IDEMPOTENCE), true);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), largestRecordBytes);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
        Math.max(32L << 20, 2L * largestRecordBytes));
    // Kafka Streams' default of 100 ms would be most of a record's latency.
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 2);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "none");
    // A batch must not expire: those behind it may still be written when the brokers are back, and
    // its frames, which are read again, would come after them. Under exactly-once Kafka Streams
    // sets this as well.
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), Integer.MAX_VALUE);
    if (config.guarantee() == Guarantee.EXACTLY_ONCE) {
      settings.put(
          StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
          (int) transactionTimeout(config.commitInterval(), config.drainTimeout()).toMillis());
    }
    settings.putAll(config.defaults());
    // For Kafka Streams, one of our defaults under a prefix would take precedence over the user's
    // plain setting.
    config.kafka().keySet().forEach(name -> settings.keySet().removeIf(ours -> yields(ours, name)));
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.putAll(config.kafka());
    return properties;
  }

  private static boolean yields(String ours, String plain) {
    SettingKey key = SettingKey.of(ours);
    return key.client() != null && key.name().equals(plain);
  }
}
