package io.paastreams.event;

import io.paastreams.setting.PassedOn;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingType;
import io.paastreams.setting.SettingValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which serdes the topics' values use. The built-in one writes Confluent's wire format.
 *
 * <p>A named class implements Kafka's {@code Serde} for Avro's {@code SpecificRecord} or {@code
 * GenericRecord}, has a constructor without arguments and may be used by several threads at once,
 * as Kafka Streams requires of serdes anyway; Confluent's {@code SpecificAvroSerde} and {@code
 * GenericAvroSerde} do. Its {@code configure} receives {@code schema.registry.url}, {@code
 * auto.register.schemas}, the registry's client properties and {@code serdeProperties}.
 *
 * @param registry the registry and how to reach it
 * @param named the user's classes by the kind of topic; other kinds use the built-in serde
 * @param serdeProperties further properties for named classes, which take precedence
 */
public record EventSerdesConfig(
    RegistryConfig registry, Map<TopicKind<?>, String> named, Map<String, String> serdeProperties) {

  public static final SettingSection SETTINGS = SettingSection.named("serdes");

  private static final Map<TopicKind<?>, Setting<String>> SERDES = new LinkedHashMap<>();

  static {
    TopicKind.all().stream()
        .filter(TopicKind::hasSchema)
        .forEach(
            kind ->
                SERDES.put(
                    kind,
                    SETTINGS.optional(
                        kind.id(),
                        SettingType.text(),
                        "Serde class of the values of topics.%s; the built-in one if not set."
                            .formatted(kind.id()))));
  }

  public static final PassedOn PROPERTIES =
      SETTINGS.passedOn("properties", "the named Serde classes");

  public EventSerdesConfig {
    named = Map.copyOf(named);
    serdeProperties = Map.copyOf(serdeProperties);
  }

  /** What a user chose. */
  public static EventSerdesConfig of(SettingValues values) {
    Map<TopicKind<?>, String> named = new HashMap<>();
    SERDES.forEach(
        (kind, setting) -> values.chosen(setting).ifPresent(name -> named.put(kind, name)));
    return new EventSerdesConfig(RegistryConfig.of(values), named, values.of(PROPERTIES));
  }

  /** Property values may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "EventSerdesConfig[registry=%s, named=%s, serdeProperties=%s]"
        .formatted(registry, named, serdeProperties.keySet());
  }

  /** A copy that asks the registry for no longer than this. */
  public EventSerdesConfig withPatience(Duration patience) {
    return new EventSerdesConfig(registry.withPatience(patience), named, serdeProperties);
  }

  /** The built-in serdes for all topics. */
  public static EventSerdesConfig builtIn(RegistryConfig registry) {
    return new EventSerdesConfig(registry, Map.of(), Map.of());
  }
}
