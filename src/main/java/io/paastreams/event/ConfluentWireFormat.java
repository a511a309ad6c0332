package io.paastreams.event;

import io.paastreams.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: a zero byte, the schema's id (4 bytes, big-endian), the record in Avro's
 * binary encoding. Subjects are named by the topic ({@code <topic>-value}).
 *
 * <p>Bytes from a topic are not trusted: Avro's reader checks announced lengths against what is
 * left before it allocates (kept by a test), the record must end where the value ends, and the
 * writer's schema is checked against ours once, so that another topic's record is refused with the
 * reason and not misread.
 */
final class ConfluentWireFormat<R extends SpecificRecordBase> implements RecordFormat<R> {

  private static final byte MAGIC = 0;
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  /** Avro quotes what it cannot read. */
  private static final int MOST_REASON = 500;

  private final SchemaRegistry registry;
  private final Schema schema;
  private final SpecificDatumWriter<R> writer;
  private final Map<String, Integer> idByTopic = new ConcurrentHashMap<>();
  private final Map<Integer, DatumReader<R>> readerById = new ConcurrentHashMap<>();

  /** The registry stays the caller's to close. */
  ConfluentWireFormat(SchemaRegistry registry, Schema schema) {
    this.registry = registry;
    this.schema = schema;
    this.writer = new SpecificDatumWriter<>(schema);
  }

  @Override
  public void prepare(String topic) {
    schemaId(topic);
  }

  @Override
  public SubjectState inspect(String topic) {
    return registry.inspect(topic + "-value", EventSchemas.published(schema));
  }

  /** The id that records on {@code topic} carry; the registry is asked once. */
  private int schemaId(String topic) {
    Integer known = idByTopic.get(topic);
    if (known == null) {
      known = registry.idOf(topic + "-value", EventSchemas.published(schema));
      idByTopic.put(topic, known);
    }
    return known;
  }

  @Override
  public byte[] write(String topic, Headers headers, R avro, int sizeHint) {
    int id = schemaId(topic);
    ByteArrayOutputStream out = new ByteArrayOutputStream(HEADER_BYTES + sizeHint);
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      writer.write(avro, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException e) {
      throw new SerializationException(
          "a record for topic %s does not fit %s: %s"
              .formatted(topic, schema.getFullName(), e.getMessage()),
          e);
    }
    return out.toByteArray();
  }

  @Override
  public R read(String topic, Headers headers, byte[] bytes) {
    DatumReader<R> reader = reader(topic, schemaId(topic, bytes));
    try {
      SlicingDecoder decoder = new SlicingDecoder(bytes, HEADER_BYTES);
      R avro = reader.read(null, decoder);
      if (decoder.remainingBytes() > 0) {
        throw undecodable(topic, "bytes are left over after the record", null);
      }
      return avro;
    } catch (SerializationException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // A self-referencing writer schema lets a record nest without end: hence the overflow.
      throw undecodable(topic, "the Avro data are damaged: " + e, e);
    }
  }

  private static int schemaId(String topic, byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw undecodable(
          topic,
          "%d bytes are too few for the zero byte and the schema id".formatted(bytes.length),
          null);
    }
    if (bytes[0] != MAGIC) {
      throw undecodable(
          topic,
          "it starts with byte 0x%02x, not with the zero of the registry's wire format"
              .formatted(bytes[0]),
          null);
    }
    return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
  }

  private DatumReader<R> reader(String topic, int id) {
    DatumReader<R> known = readerById.get(id);
    if (known != null) {
      return known;
    }
    Schema written = registry.schemaOf(id);
    SchemaPairCompatibility compatibility =
        SchemaCompatibility.checkReaderWriterCompatibility(schema, written);
    if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw undecodable(
          topic,
          "schema %d (%s) cannot be read as %s: %s"
              .formatted(
                  id,
                  written.getFullName(),
                  schema.getFullName(),
                  compatibility.getResult().getIncompatibilities()),
          null);
    }
    DatumReader<R> reader = new SpecificDatumReader<>(written, schema);
    readerById.put(id, reader);
    return reader;
  }

  private static SerializationException undecodable(
      String topic, String reason, @Nullable Throwable cause) {
    return new SerializationException(
        "a record of topic " + topic + " cannot be read: " + Printable.line(reason, MOST_REASON),
        cause);
  }

  @Override
  public void close() {}
}
