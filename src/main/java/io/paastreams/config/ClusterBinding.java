package io.paastreams.config;

import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.streams.KafkaSettingsReview;
import io.paastreams.text.MaskedUrl;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Binds {@code kafka}, {@code registry}, {@code topics} and {@code serdes}. */
final class ClusterBinding {

  /** Stands in for a registry that is not set, so that the other faults are found, too. */
  private static final List<String> NO_REGISTRY = List.of("http://registry.invalid");

  private ClusterBinding() {}

  static ClusterConfig read(ConfigReader reader) {
    reader.require(PaaStreamsKeys.BOOTSTRAP_SERVERS);
    String bootstrapServers = reader.read(PaaStreamsKeys.BOOTSTRAP_SERVERS);
    Map<String, String> kafka = reader.under(PaaStreamsKeys.KAFKA);
    kafka.remove("bootstrap.servers");
    return new ClusterConfig(
        bootstrapServers == null ? "" : bootstrapServers,
        kafka,
        serdes(reader, registry(reader)),
        sound(reader, "topics", TopicNames.standard(), () -> topics(reader)),
        sound(reader, "topics", TopicLayout.standard(), () -> layout(reader)));
  }

  static ReplayConfig readReplay(ConfigReader reader) {
    reader.require(PaaStreamsKeys.BOOTSTRAP_SERVERS);
    String bootstrapServers = reader.read(PaaStreamsKeys.BOOTSTRAP_SERVERS);
    Map<String, String> kafka = reader.under(PaaStreamsKeys.KAFKA);
    kafka.remove("bootstrap.servers");
    return new ReplayConfig(
        bootstrapServers == null ? "" : bootstrapServers,
        kafka,
        sound(reader, "topics", TopicNames.standard(), () -> topics(reader)),
        reader.value(PaaStreamsKeys.APPLICATION_ID));
  }

  /** Notes what is wrong with the settings of Kafka's clients, of any kind. */
  static void reviewKafka(ConfigReader reader, Map<String, String> kafka) {
    KafkaSettingsReview.of(kafka)
        .faults()
        .forEach(fault -> reader.fault(PipelineBinding.inOurKeys(fault, reader)));
  }

  private static RegistryConfig registry(ConfigReader reader) {
    reader.require(PaaStreamsKeys.REGISTRY_URL);
    List<String> urls = reader.read(PaaStreamsKeys.REGISTRY_URL);
    List<String> known = urls == null ? NO_REGISTRY : urls;
    Setting given = reader.setting(PaaStreamsKeys.REGISTRY_URL.name());
    if (given != null && known.stream().anyMatch(url -> !MaskedUrl.of(url).equals(url))) {
      // Addresses are logged; passwords must not be.
      reader.fault(
          given
              + ": must not hold a password, neither before the host nor in a query; set"
              + " registry.client.basic.auth.credentials.source to USER_INFO and"
              + " registry.client.basic.auth.user.info to USER:PASSWORD");
    }
    return sound(
        reader,
        "registry",
        RegistryConfig.at(NO_REGISTRY.get(0)),
        () ->
            new RegistryConfig(
                known,
                reader.value(PaaStreamsKeys.REGISTRY_AUTO_REGISTER),
                reader.value(PaaStreamsKeys.REGISTRY_PATIENCE),
                reader.under(PaaStreamsKeys.REGISTRY_CLIENT)));
  }

  private static EventSerdesConfig serdes(ConfigReader reader, RegistryConfig registry) {
    return new EventSerdesConfig(
        registry, named(reader), reader.under(PaaStreamsKeys.SERDE_PROPERTIES));
  }

  private static Map<TopicKind<?>, String> named(ConfigReader reader) {
    Map<TopicKind<?>, String> named = new HashMap<>();
    PaaStreamsKeys.SERDES.forEach(
        (kind, key) -> {
          String className = reader.read(key);
          if (className != null) {
            named.put(kind, className);
          }
        });
    return named;
  }

  private static TopicNames topics(ConfigReader reader) {
    Map<TopicKind<?>, String> names = new LinkedHashMap<>();
    PaaStreamsKeys.TOPIC_NAMES.forEach((kind, key) -> names.put(kind, reader.value(key)));
    return new TopicNames(names);
  }

  private static TopicLayout layout(ConfigReader reader) {
    @Nullable Integer replicas = reader.read(PaaStreamsKeys.TOPIC_REPLICAS);
    // A topic that refuses what the pipeline admits would stop it.
    long frameBytes =
        Math.max(
            TopicLayout.standard().maxMessageBytes(),
            2L * reader.value(PaaStreamsKeys.MAX_FRAME_BYTES));
    return new TopicLayout(
        reader.value(PaaStreamsKeys.TOPIC_PARTITIONS),
        replicas == null ? null : replicas.shortValue(),
        (int) Math.min(frameBytes, 1 << 30),
        reader.value(PaaStreamsKeys.TOPIC_FRAME_RETENTION),
        reader.value(PaaStreamsKeys.TOPIC_RECORD_RETENTION));
  }

  /** Builds a record that checks itself; its fault is noted, and a sound one stands in. */
  private static <T> T sound(ConfigReader reader, String section, T standIn, Supplier<T> build) {
    try {
      return build.get();
    } catch (IllegalArgumentException e) {
      reader.fault(section + ": " + e.getMessage());
      return standIn;
    }
  }
}
