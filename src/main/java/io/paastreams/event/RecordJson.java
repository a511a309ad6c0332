package io.paastreams.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as plain JSON, one line each, for standard output and for tools such as {@code jq}.
 *
 * <p>An object has the fields of its schema in {@code schemas/current}, by name and in that order.
 * It is not Avro's JSON encoding: a value that may be null is null or the value itself, without the
 * name of its type. Times are microseconds since 1970 as in the schema, ids and enums are text,
 * bytes are Base64, and a number that JSON lacks is the text {@code "NaN"} or {@code "Infinity"}.
 */
public final class RecordJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private RecordJson() {}

  /**
   * A value of a topic, without a line break.
   *
   * @throws IllegalArgumentException if the topic's values have no schema
   */
  public static <V> String line(TopicKind<V> kind, V value) {
    RecordCodec<V, ?> codec = kind.codec();
    if (codec == null) {
      throw new IllegalArgumentException("values of the topic " + kind + " are plain bytes");
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, codec.toAvro(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * The names of the fields of a topic's records, or of the records in one of their lists.
   *
   * @param list the field that is a list; null for the record itself
   * @throws IllegalArgumentException if the topic's values have no schema
   */
  public static Set<String> fields(TopicKind<?> kind, @Nullable String list) {
    RecordCodec<?, ?> codec = kind.codec();
    if (codec == null) {
      throw new IllegalArgumentException("values of the topic " + kind + " are plain bytes");
    }
    Schema schema = codec.schema();
    Schema record = list == null ? schema : schema.getField(list).schema().getElementType();
    return record.getFields().stream().map(Schema.Field::name).collect(Collectors.toSet());
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof IndexedRecord record) {
      json.writeStartObject();
      for (Schema.Field field : record.getSchema().getFields()) {
        json.writeFieldName(field.name());
        write(json, record.get(field.pos()));
      }
      json.writeEndObject();
    } else if (value instanceof List<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Instant instant) {
      json.writeNumber(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      json.writeBinary(copy);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Float number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      json.writeString(value.toString());
    }
  }
}
