package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** A user's own Serde classes, built and configured as Confluent's are. */
class NamedSerdeTest {

  @Test
  void aSerdeOfGenericRecords_carriesEveryRecord() {
    assertCarriesEveryRecord(GenericSerde.class);
  }

  @Test
  void aSerdeOfGeneratedRecords_carriesEveryRecord() {
    assertCarriesEveryRecord(GeneratedSerde.class);
  }

  @Test
  void aSerdeThatConvertsLogicalTypes_carriesEveryRecord() {
    assertCarriesEveryRecord(ConvertingSerde.class);
  }

  @Test
  void serde_receivesTheRegistryAndItsOwnProperties() {
    RegistryConfig registry =
        RegistryConfig.at("http://registry:8081")
            .withoutRegistering()
            .with("basic.auth.user.info", "user:secret");
    EventSerdesConfig config =
        new EventSerdesConfig(
            registry,
            Map.of(TopicKind.FRAMES, GenericSerde.class.getName()),
            Map.of("use.latest.version", "true"));
    try (EventSerdes serdes = serdes(config)) {
      roundTrip(serdes.of(TopicKind.FRAMES), EventSamples.frame());
    }
    assertThat(GenericSerde.lastConfiguration)
        .containsEntry("schema.registry.url", "http://registry:8081")
        .containsEntry("auto.register.schemas", false)
        .containsEntry("basic.auth.user.info", "user:secret")
        .containsEntry("use.latest.version", "true");
  }

  @Test
  void theOtherTopics_keepTheBuiltInFormat() {
    try (EventSerdes serdes = serdes(onFrames(GenericSerde.class.getName()))) {
      assertThat(serdes.of(TopicKind.FRAMES).serializer().serialize("t", EventSamples.frame())[0])
          .isEqualTo(GenericSerde.MARK);
      assertThat(
              serdes
                  .of(TopicKind.SKIPPED)
                  .serializer()
                  .serialize("t", EventSamples.skippedFrame())[0])
          .isZero();
    }
  }

  @Test
  void whatItCannotRead_isTheRecordsFault() {
    try (EventSerdes serdes = serdes(onFrames(GenericSerde.class.getName()))) {
      assertThatThrownBy(
              () ->
                  serdes
                      .of(TopicKind.FRAMES)
                      .deserializer()
                      .deserialize("frames.v1", new byte[] {1, 2}))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("frames.v1");
    }
  }

  @Test
  void aRegistryThatItDoesNotReach_isNotTheRecordsFault() {
    FailingSerde.failure =
        new SerializationException(
            "Error retrieving Avro value schema", new ConnectException("Connection refused"));
    assertThatThrownBy(() -> readWith(FailingSerde.class))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("FailingSerde")
        .hasMessageContaining("Connection refused");
  }

  @Test
  void aRegistryThatIsBroken_isNotTheRecordsFault() {
    FailingSerde.failure =
        new SerializationException(
            "Error retrieving Avro value schema", new RestClientException("down", 503, 50301));
    assertThatThrownBy(() -> readWith(FailingSerde.class))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void wrongCredentials_areNotTheRecordsFault() {
    FailingSerde.failure = new InvalidConfigurationException("Unauthorized; error code: 401");
    assertThatThrownBy(() -> readWith(FailingSerde.class))
        .isExactlyInstanceOf(RegistryException.class)
        .hasMessageContaining("Unauthorized");
  }

  @Test
  void anUnknownSchemaId_isTheRecordsFault() {
    FailingSerde.failure =
        new SerializationException(
            "Error retrieving Avro value schema", new RestClientException("none", 404, 40403));
    assertThatThrownBy(() -> readWith(FailingSerde.class))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void aClassThatIsMissing_isRefusedAtTheStart() {
    assertThatThrownBy(() -> serdes(onFrames("io.example.NoSuchSerde")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("io.example.NoSuchSerde")
        .hasMessageContaining("add its jar");
  }

  @Test
  void aClassThatIsNoSerde_isRefusedAtTheStart() {
    assertThatThrownBy(() -> serdes(onFrames("java.lang.Object")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object is not a Serde");
  }

  @Test
  void aSerdeOfOtherThings_isRefusedAtTheStart() {
    assertThatThrownBy(() -> serdes(onFrames(Serdes.StringSerde.class.getName())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("StringSerde takes java.lang.String");
  }

  private static void assertCarriesEveryRecord(Class<?> serde) {
    String name = serde.getName();
    EventSerdesConfig config =
        new EventSerdesConfig(
            RegistryConfig.at("http://registry:8081"),
            Map.of(TopicKind.FRAMES, name, TopicKind.DETECTIONS, name, TopicKind.SKIPPED, name),
            Map.of());
    try (EventSerdes serdes = serdes(config)) {
      assertThat(roundTrip(serdes.of(TopicKind.FRAMES), EventSamples.frame()))
          .isEqualTo(EventSamples.frame());
      assertThat(roundTrip(serdes.of(TopicKind.DETECTIONS), EventSamples.detectedFrame()))
          .isEqualTo(EventSamples.detectedFrame());
      assertThat(roundTrip(serdes.of(TopicKind.SKIPPED), EventSamples.skippedFrame()))
          .isEqualTo(EventSamples.skippedFrame());
    }
  }

  private static void readWith(Class<?> serde) {
    try (EventSerdes serdes = serdes(onFrames(serde.getName()))) {
      serdes.of(TopicKind.FRAMES).deserializer().deserialize("frames.v1", new byte[] {1});
    }
  }

  private static <V> V roundTrip(Serde<V> serde, V value) {
    return serde.deserializer().deserialize("t", serde.serializer().serialize("t", value));
  }

  private static EventSerdesConfig onFrames(String serde) {
    return new EventSerdesConfig(
        RegistryConfig.at("http://registry:8081"), Map.of(TopicKind.FRAMES, serde), Map.of());
  }

  private static EventSerdes serdes(EventSerdesConfig config) {
    return EventSerdes.over(new InMemorySchemaRegistry(), config);
  }

  private static <R> byte[] write(R avro, Schema schema, GenericDatumWriter<R> writer)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(GenericSerde.MARK);
    byte[] name = schema.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    encoder.writeBytes(name);
    writer.write(avro, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private interface ReaderFactory<R> {
    GenericDatumReader<R> create(Schema schema);
  }

  private static <R> R read(byte[] bytes, ReaderFactory<R> readers) {
    try {
      var decoder = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null);
      var json = java.nio.charset.StandardCharsets.UTF_8.decode(decoder.readBytes(null));
      Schema schema = new Schema.Parser().parse(json.toString());
      return readers.create(schema).read(null, decoder);
    } catch (IOException | RuntimeException e) {
      throw new SerializationException("Error deserializing Avro message", e);
    }
  }

  /** Like Confluent's GenericAvroSerde: a class without a type parameter, configured before use. */
  public static class GenericSerde implements Serde<GenericRecord> {

    static final byte MARK = 99;
    static Map<String, Object> lastConfiguration = Map.of();

    private boolean configured;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      lastConfiguration = new HashMap<>(configs);
      configured = !isKey && configs.containsKey("schema.registry.url");
    }

    GenericData data() {
      return new GenericData();
    }

    @Override
    public Serializer<GenericRecord> serializer() {
      return new GenericSerializer();
    }

    @Override
    public Deserializer<GenericRecord> deserializer() {
      return (topic, bytes) ->
          read(bytes, schema -> new GenericDatumReader<>(schema, schema, data()));
    }

    private final class GenericSerializer implements Serializer<GenericRecord> {
      @Override
      public byte[] serialize(String topic, GenericRecord record) {
        assertThat(configured).isTrue();
        try {
          return write(
              record, record.getSchema(), new GenericDatumWriter<>(record.getSchema(), data()));
        } catch (IOException e) {
          throw new SerializationException(e);
        }
      }
    }
  }

  /** Like Confluent's avro.use.logical.type.converters: records come back with UUID and Instant. */
  public static final class ConvertingSerde extends GenericSerde {
    @Override
    GenericData data() {
      GenericData data = new GenericData();
      data.addLogicalTypeConversion(new Conversions.UUIDConversion());
      data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
      return data;
    }
  }

  /** Like Confluent's SpecificAvroSerde, with its bounded type parameter. */
  public static final class GeneratedSerde<T extends SpecificRecord> implements Serde<T> {

    @Override
    public Serializer<T> serializer() {
      return new GeneratedSerializer<>();
    }

    @Override
    public Deserializer<T> deserializer() {
      return (topic, bytes) -> read(bytes, SpecificDatumReader::new);
    }

    private static final class GeneratedSerializer<T extends SpecificRecord>
        implements Serializer<T> {
      @Override
      public byte[] serialize(String topic, T record) {
        try {
          return write(record, record.getSchema(), new SpecificDatumWriter<>(record.getSchema()));
        } catch (IOException e) {
          throw new SerializationException(e);
        }
      }
    }
  }

  /** Throws what Confluent's deserializer throws. */
  public static final class FailingSerde implements Serde<GenericRecord> {

    static RuntimeException failure = new IllegalStateException();

    @Override
    public Serializer<GenericRecord> serializer() {
      return new GenericSerde().serializer();
    }

    @Override
    public Deserializer<GenericRecord> deserializer() {
      return (topic, bytes) -> {
        throw failure;
      };
    }
  }
}
