package io.paastreams.event;

import java.time.Duration;
import java.util.Map;

/**
 * Which serdes the topics' values use. The built-in one writes Confluent's wire format.
 *
 * <p>A named class implements Kafka's {@code Serde} for Avro's {@code SpecificRecord} or {@code
 * GenericRecord}, has a constructor without arguments and may be used by several threads at once,
 * as Kafka Streams asks of serdes anyway; Confluent's {@code SpecificAvroSerde} and {@code
 * GenericAvroSerde} do. Its {@code configure} receives {@code schema.registry.url}, {@code
 * auto.register.schemas}, the registry's client properties and {@code serdeProperties}.
 *
 * @param registry which registry, and how to reach it
 * @param named classes of the user's, by the kind of topic; the others have the built-in one
 * @param serdeProperties further properties for named classes; they win
 */
public record EventSerdesConfig(
    RegistryConfig registry, Map<TopicKind<?>, String> named, Map<String, String> serdeProperties) {

  public EventSerdesConfig {
    named = Map.copyOf(named);
    serdeProperties = Map.copyOf(serdeProperties);
  }

  /** Property values may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "EventSerdesConfig[registry=%s, named=%s, serdeProperties=%s]"
        .formatted(registry, named, serdeProperties.keySet());
  }

  /** The same, asking the registry for no longer than this. */
  public EventSerdesConfig withPatience(Duration patience) {
    return new EventSerdesConfig(registry.withPatience(patience), named, serdeProperties);
  }

  /** The built-in serdes for all topics. */
  public static EventSerdesConfig builtIn(RegistryConfig registry) {
    return new EventSerdesConfig(registry, Map.of(), Map.of());
  }
}
