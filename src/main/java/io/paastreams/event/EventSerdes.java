package io.paastreams.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * The serdes of the topics' values, sharing one registry client.
 *
 * <p>A record that cannot be read causes {@link
 * org.apache.kafka.common.errors.SerializationException} if the record is at fault and {@link
 * RegistryException} if it is not. The serializers also write the CloudEvents headers. Frames
 * without a {@code traceparent} begin a trace; every other record continues that of its headers.
 *
 * <p>Threading: safe, and so are the serdes; a user's Serde class must be, too. Must be closed
 * after the last producer, consumer or stream that uses it.
 */
public final class EventSerdes implements AutoCloseable {

  private final SchemaRegistry registry;
  private final Map<TopicKind<?>, EventSerde<?, ?>> serdes = new LinkedHashMap<>();

  private EventSerdes(SchemaRegistry registry, EventSerdesConfig config, List<TopicKind<?>> kinds) {
    GeneratedClasses.trust();
    this.registry = registry;
    for (TopicKind<?> kind : kinds) {
      EventSerde<?, ?> serde = create(kind, config);
      if (serde != null) {
        serdes.put(kind, serde);
      }
    }
  }

  /**
   * Creates serdes for a registry, which is first asked at the first record or in {@link #prepare}.
   *
   * @throws IllegalArgumentException if a named Serde class cannot be used
   */
  public static EventSerdes of(EventSerdesConfig config) {
    return new EventSerdes(new ConfluentSchemaRegistry(config.registry()), config, TopicKind.all());
  }

  /** Creates serdes for any registry. */
  static EventSerdes over(SchemaRegistry registry, EventSerdesConfig config) {
    return over(registry, config, TopicKind.all());
  }

  static EventSerdes over(
      SchemaRegistry registry, EventSerdesConfig config, List<TopicKind<?>> kinds) {
    return new EventSerdes(registry, config, kinds);
  }

  /**
   * Asks the registry now for everything that writing needs, and registers schemas where that is
   * allowed, so that a wrong address or an incompatible subject is noticed at startup and later
   * outages do not affect the writers. Named Serde classes ask the registry themselves, at their
   * first record.
   *
   * @throws RegistryException if the registry does not answer or refuses
   */
  public void prepare(TopicNames topics) {
    topics.byKind().forEach((kind, name) -> format(kind).ifPresent(each -> each.prepare(name)));
  }

  /**
   * Asks the registry once whether it answers, unless named Serde classes read every topic.
   *
   * @throws RegistryException if it does not
   */
  public void askRegistry() {
    if (serdes.values().stream().anyMatch(serde -> serde.format() instanceof ConfluentWireFormat)) {
      registry.ask();
    }
  }

  /**
   * How the topics' subjects relate to our schemas. Registers nothing.
   *
   * @throws RegistryException if the registry does not answer or refuses
   */
  public List<SubjectState> inspect(TopicNames topics) {
    List<SubjectState> states = new ArrayList<>();
    topics
        .byKind()
        .forEach((kind, name) -> format(kind).ifPresent(each -> states.add(each.inspect(name))));
    return states;
  }

  /** The format of a kind of topic; empty for a kind without a schema. */
  private Optional<RecordFormat<?>> format(TopicKind<?> kind) {
    return Optional.ofNullable(serdes.get(kind)).map(EventSerde::format);
  }

  /** The serde of a kind of topic; the same one every time. */
  @SuppressWarnings("unchecked") // Each kind was put there with a serde of its own values.
  public <V> Serde<V> of(TopicKind<V> kind) {
    if (!kind.hasSchema()) {
      return (Serde<V>) Serdes.ByteArray();
    }
    return (Serde<V>) Objects.requireNonNull(serdes.get(kind), () -> "no serde for " + kind);
  }

  @Override
  public void close() {
    serdes.values().forEach(serde -> serde.format().close());
    registry.close();
  }

  private <V> @Nullable EventSerde<V, ?> create(TopicKind<V> kind, EventSerdesConfig config) {
    RecordCodec<V, ?> codec = kind.codec();
    return codec == null ? null : create(codec, config.named().get(kind), config);
  }

  private <V, R extends SpecificRecordBase> EventSerde<V, R> create(
      RecordCodec<V, R> codec, @Nullable String named, EventSerdesConfig config) {
    return new EventSerde<>(
        codec,
        named == null
            ? new ConfluentWireFormat<>(registry, codec.schema())
            : NamedSerdeFormat.create(
                named, codec.recordClass(), codec.schema(), registry, config));
  }
}
