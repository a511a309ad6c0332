package io.paastreams.event;

import io.paastreams.text.Printable;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A serde for domain records: a codec inside a wire format. A null value remains null.
 *
 * <p>Threading: safe. Closing it does nothing, because Kafka closes the serdes of each client that
 * it closes while others still use them; {@link EventSerdes#close} ends their use.
 */
final class EventSerde<V, R extends SpecificRecordBase> implements Serde<V> {

  private static final int MOST_REASON = 500;

  private final RecordCodec<V, R> codec;
  private final RecordFormat<R> format;

  EventSerde(RecordCodec<V, R> codec, RecordFormat<R> format) {
    this.codec = codec;
    this.format = format;
  }

  RecordFormat<R> format() {
    return format;
  }

  @Override
  public Serializer<V> serializer() {
    return new EventSerializer();
  }

  @Override
  public Deserializer<V> deserializer() {
    return new EventDeserializer();
  }

  private final class EventSerializer implements Serializer<V> {

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
      return serialize(topic, new RecordHeaders(), value);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable V value) {
      if (value == null) {
        return null;
      }
      byte[] bytes = format.write(topic, headers, codec.toAvro(value), codec.sizeHint(value));
      codec.writeHeaders(headers, value);
      return bytes;
    }
  }

  private final class EventDeserializer implements Deserializer<V> {

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
      return deserialize(topic, new RecordHeaders(), bytes);
    }

    @Override
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
      if (bytes == null) {
        return null;
      }
      R avro = format.read(topic, headers, bytes);
      try {
        return codec.toDomain(avro);
      } catch (IllegalArgumentException e) {
        throw new SerializationException(
            "a record of topic "
                + topic
                + " is invalid: "
                + Printable.line(String.valueOf(e.getMessage()), MOST_REASON),
            e);
      }
    }
  }
}
