package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paastreams.event.avro.v1.FrameEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each field of each schema, written in ways that Avro and a registry call compatible. */
class SchemaMeaningTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant WRITTEN = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final List<Schema> OURS = SchemaRules.generated();

  @ParameterizedTest
  @MethodSource("times")
  void aTimeInAnotherUnit_isTheSameTime(Schema ours, String field) throws IOException {
    for (String unit : List.of("timestamp-millis", "timestamp-micros", "timestamp-nanos")) {
      Schema written = with(ours, field, "long", unit);
      long number =
          WRITTEN.toEpochMilli()
              * (unit.endsWith("millis") ? 1 : unit.endsWith("micros") ? 1_000 : 1_000_000);

      SpecificRecordBase read = read(ours, written, field, number);

      assertThat(read.get(ours.getField(field).pos())).as(unit).isEqualTo(WRITTEN);
      for (Schema.Field other : ours.getFields()) {
        if (!other.name().equals(field) && "timestamp-micros".equals(logicalType(other))) {
          assertThat(read.get(other.pos())).as(other.name()).isEqualTo(Instant.EPOCH);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("times")
  void aTimeOfUnknownUnitOrZone_isRefusedByName(Schema ours, String field) {
    for (String unit :
        List.of(
            "",
            "local-timestamp-millis",
            "local-timestamp-micros",
            "local-timestamp-nanos",
            "time-micros",
            "stardate")) {
      assertThat(refusal(ours, with(ours, field, "long", unit))).as(unit).contains(field);
    }
    for (String unit : List.of("", "date", "time-millis", "timestamp-millis")) {
      assertThat(refusal(ours, with(ours, field, "int", unit))).as("int " + unit).contains(field);
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void aNumberThatIsATime_isRefusedByName(Schema ours, String field, String type) {
    List<String> times =
        type.equals("int")
            ? List.of("date", "time-millis")
            : List.of("timestamp-millis", "timestamp-micros", "time-micros");
    for (String time : times) {
      assertThat(refusal(ours, with(ours, field, type, time))).as(time).contains(field, time);
    }
    assertThat(SchemaMeaning.of(ours, with(ours, field, type, "made-up")).faults())
        .as("Avro asks readers to ignore logical types that they do not know")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an id without its logical type | accepted | frameId     | "string"
          an id of 16 bytes              | refused  | frameId     | {"type":"fixed","name":"U","size":16,"logicalType":"uuid"}
          a short number                 | accepted | sequence    | "int"
          a broken number                | refused  | sequence    | "double"
          a decimal instead of an image | refused  | payload     | {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}
          text instead of an image      | refused  | payload     | "string"
          a time that may lack           | refused  | captureTime | ["null",{"type":"long","logicalType":"timestamp-micros"}]
          a width that never lacks       | accepted | width       | "int"
          a width that is a date         | refused  | width       | ["null",{"type":"int","logicalType":"date"}]
          """)
  void otherTypesOfAFrameEventsFields(String what, String verdict, String field, String type)
      throws IOException {
    Schema ours = new FrameCodec().schema();
    Schema written = withType(ours, field, JSON.readTree(type));

    if (verdict.equals("accepted")) {
      SchemaResolution<FrameEvent> resolution = SchemaResolution.of(written, ours);
      assertThat(resolution).as(what).isNotNull();
    } else {
      assertThat(refusal(ours, written)).as(what).contains(field);
    }
  }

  @ParameterizedTest
  @CsvSource({"captureTime", "cameraId", "payload"})
  void aRenamedField_isRefusedAlthoughTheWriterHasAnAlias(String field) {
    Schema ours = new FrameCodec().schema();
    Schema written =
        new Schema.Parser()
            .parse(
                ours.toString()
                    .replace(
                        "\"name\":\"" + field + "\"",
                        "\"name\":\"other\",\"aliases\":[\"" + field + "\"]"));

    assertThat(refusal(ours, written)).contains(field);
  }

  /** The path of named Serde classes that return generic records. */
  @ParameterizedTest
  @CsvSource({"timestamp-millis", "timestamp-nanos"})
  void theGenericWay_honoursTheSame(String unit) throws IOException {
    Schema ours = new FrameCodec().schema();
    Schema written = with(ours, "captureTime", "long", unit);
    GenericRecord record = sample(written);
    long number = WRITTEN.toEpochMilli() * (unit.endsWith("millis") ? 1 : 1_000_000);
    for (Object value : List.of(number, WRITTEN)) {
      record.put("captureTime", value);
      FrameEvent event = new GenericBridge<FrameEvent>(ours).toSpecific(record);
      assertThat(event.getCaptureTime()).isEqualTo(WRITTEN);
    }
  }

  static Stream<Arguments> times() {
    return fields("timestamp-micros").map(each -> Arguments.of(each.ours, each.field.name()));
  }

  static Stream<Arguments> numbers() {
    return fields(null)
        .filter(
            each ->
                each.field.schema().getType() == Schema.Type.LONG
                    || each.field.schema().getType() == Schema.Type.INT)
        .map(
            each ->
                Arguments.of(
                    each.ours, each.field.name(), each.field.schema().getType().getName()));
  }

  private record Place(Schema ours, Schema.Field field) {}

  private static Stream<Place> fields(@org.jspecify.annotations.Nullable String logicalType) {
    return OURS.stream()
        .flatMap(ours -> ours.getFields().stream().map(field -> new Place(ours, field)))
        .filter(each -> java.util.Objects.equals(logicalType, logicalType(each.field)));
  }

  private static @org.jspecify.annotations.Nullable String logicalType(Schema.Field field) {
    return field.schema().getProp("logicalType");
  }

  private static Schema with(Schema ours, String field, String type, String logicalType) {
    ObjectNode node = JSON.createObjectNode().put("type", type);
    return withType(
        ours, field, logicalType.isEmpty() ? node : node.put("logicalType", logicalType));
  }

  private static Schema withType(Schema ours, String field, JsonNode type) {
    try {
      JsonNode changed = JSON.readTree(EventSchemas.published(ours).toString());
      for (JsonNode each : changed.get("fields")) {
        if (each.get("name").asText().equals(field)) {
          ((ObjectNode) each).set("type", type);
          ((ObjectNode) each).remove("default");
        }
      }
      return new Schema.Parser().parse(changed.toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String refusal(Schema ours, Schema written) {
    UnusableRecordException refusal =
        catchThrowableOfType(
            UnusableRecordException.class, () -> SchemaResolution.of(written, ours));
    assertThat(refusal).as("%s", written).isNotNull();
    assertThat(refusal.reason()).isEqualTo(DeadLetterReason.INCOMPATIBLE_SCHEMA);
    return String.valueOf(refusal.getMessage());
  }

  private static SpecificRecordBase read(Schema ours, Schema written, String field, long number)
      throws IOException {
    GenericRecord record = sample(written);
    record.put(field, number);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(written, new GenericData()).write(record, encoder);
    encoder.flush();
    SchemaResolution<SpecificRecordBase> resolution = SchemaResolution.of(written, ours);
    return resolution.read(new SlicingDecoder(out.toByteArray(), 0));
  }

  /** All zero or empty. */
  private static GenericRecord sample(Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), zero(field.schema()));
    }
    return record;
  }

  private static @org.jspecify.annotations.Nullable Object zero(Schema schema) {
    return switch (schema.getType()) {
      case STRING ->
          "uuid".equals(schema.getProp("logicalType"))
              ? "0190f3a2-7c1b-7def-8a4e-5b6c7d8e9f01"
              : "x";
      case LONG -> 0L;
      case INT -> 0;
      case FLOAT -> 0f;
      case DOUBLE -> 0d;
      case BOOLEAN -> false;
      case BYTES -> ByteBuffer.allocate(0);
      case ENUM -> new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(0));
      case ARRAY -> List.of();
      case RECORD -> sample(schema);
      case UNION -> zero(schema.getTypes().get(0));
      default -> null;
    };
  }
}
