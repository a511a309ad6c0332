package io.paastreams.event;

import io.paastreams.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: a zero byte, the schema's id (4 bytes, big-endian), the record in Avro's
 * binary encoding. Subjects are named by the topic ({@code <topic>-value}).
 *
 * <p>Bytes from a topic are not trusted: Avro's reader checks declared lengths against the
 * remaining bytes before it allocates memory (ensured by a test), the record must end where the
 * value ends, and the writer's schema is checked against ours once, so that another topic's record
 * is refused with the reason instead of being misread.
 */
final class ConfluentWireFormat<R extends SpecificRecordBase> implements RecordFormat<R> {

  private static final byte MAGIC = 0;
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  /** The longest reason, because Avro quotes what it cannot read. */
  private static final int MOST_REASON = 500;

  private final SchemaRegistry registry;
  private final Schema schema;
  private final SpecificDatumWriter<R> writer;
  private final Map<String, Integer> idByTopic = new ConcurrentHashMap<>();
  private final Map<Integer, SchemaResolution<R>> readerById = new ConcurrentHashMap<>();
  private final Map<Integer, UnusableRecordException> refusedById = new ConcurrentHashMap<>();

  /** Creates the format; the caller remains responsible for closing the registry. */
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
    SchemaResolution<R> reader = reader(topic, schemaId(topic, bytes));
    try {
      SlicingDecoder decoder = new SlicingDecoder(bytes, HEADER_BYTES);
      R avro = reader.read(decoder);
      if (decoder.remainingBytes() > 0) {
        throw undecodable(topic, "bytes are left over after the record", null);
      }
      return avro;
    } catch (SerializationException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // A self-referencing writer schema lets a record nest without end, which overflows the stack.
      throw undecodable(topic, "the Avro data is damaged: " + e, e);
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
    return schemaId(bytes);
  }

  /** Whether the bytes begin like this format. */
  static boolean hasSchemaId(byte[] bytes) {
    return bytes.length >= HEADER_BYTES && bytes[0] == MAGIC;
  }

  /** The schema id of bytes that have one. */
  static int schemaId(byte[] bytes) {
    return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
  }

  private SchemaResolution<R> reader(String topic, int id) {
    SchemaResolution<R> known = readerById.get(id);
    if (known != null) {
      return known;
    }
    UnusableRecordException refused = refusedById.get(id);
    if (refused != null) {
      throw new UnusableRecordException(refused.reason(), String.valueOf(refused.getMessage()));
    }
    Schema written = registry.schemaOf(id);
    try {
      SchemaResolution<R> reader = SchemaResolution.of(written, schema);
      readerById.put(id, reader);
      return reader;
    } catch (UnusableRecordException e) {
      UnusableRecordException named =
          new UnusableRecordException(
              e.reason(),
              "a record of topic %s cannot be read: schema %d, %s"
                  .formatted(topic, id, Printable.line(e.getMessage() + "", MOST_REASON)));
      refusedById.put(id, named);
      throw named;
    }
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
