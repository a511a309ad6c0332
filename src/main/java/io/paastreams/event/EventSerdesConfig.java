package io.paastreams.event;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which serdes the topics' values use. A null class name is the built-in one, which writes
 * Confluent's wire format.
 *
 * <p>A named class implements Kafka's {@code Serde} for Avro's {@code SpecificRecord} or {@code
 * GenericRecord}, has a constructor without arguments and may be used by several threads at once,
 * as Kafka Streams asks of serdes anyway; Confluent's {@code SpecificAvroSerde} and {@code
 * GenericAvroSerde} do. Its {@code configure} receives {@code schema.registry.url}, {@code
 * auto.register.schemas}, the registry's client properties and {@code serdeProperties}.
 *
 * @param registry which registry, and how to reach it
 * @param frameSerde class for the frames topic, or null
 * @param detectionSerde class for the detections topic, or null
 * @param skippedSerde class for the skipped topic, or null
 * @param serdeProperties further properties for named classes; they win
 */
public record EventSerdesConfig(
    RegistryConfig registry,
    @Nullable String frameSerde,
    @Nullable String detectionSerde,
    @Nullable String skippedSerde,
    Map<String, String> serdeProperties) {

  public EventSerdesConfig {
    serdeProperties = Map.copyOf(serdeProperties);
  }

  /** Property values may be secrets: only their names are shown. */
  @Override
  public String toString() {
    return "EventSerdesConfig[registry=%s, frameSerde=%s, detectionSerde=%s, skippedSerde=%s, serdeProperties=%s]"
        .formatted(registry, frameSerde, detectionSerde, skippedSerde, serdeProperties.keySet());
  }

  /** The same, asking the registry for no longer than this. */
  public EventSerdesConfig withPatience(Duration patience) {
    return new EventSerdesConfig(
        registry.withPatience(patience), frameSerde, detectionSerde, skippedSerde, serdeProperties);
  }

  /** The built-in serdes for all topics. */
  public static EventSerdesConfig builtIn(RegistryConfig registry) {
    return new EventSerdesConfig(registry, null, null, null, Map.of());
  }
}
