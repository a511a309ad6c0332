package io.paastreams.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Converts generated records to generic ones and back by way of their binary form, the only way in
 * which logical types, enums, defaults and schema resolution all follow Avro's own rules.
 *
 * @param <R> the class generated from {@code schema}
 */
final class GenericBridge<R extends SpecificRecordBase> {

  // Serdes of generic records expect logical types as text and number, which is Avro's default.
  private static final GenericData PLAIN = new GenericData();

  // Some serdes hand out logical types as UUID and Instant, others as text and numbers.
  private static final GenericData WITH_LOGICAL_TYPES = new GenericData();

  static {
    WITH_LOGICAL_TYPES.addLogicalTypeConversion(new Conversions.UUIDConversion());
    WITH_LOGICAL_TYPES.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    WITH_LOGICAL_TYPES.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    WITH_LOGICAL_TYPES.addLogicalTypeConversion(new TimeConversions.TimestampNanosConversion());
  }

  private final Schema schema;
  private volatile @Nullable Resolved lastResolved;

  GenericBridge(Schema schema) {
    this.schema = schema;
  }

  GenericRecord toGeneric(R record) throws IOException {
    return copy(
        record,
        new SpecificDatumWriter<R>(schema),
        decoder ->
            new GenericDatumReader<GenericRecord>(schema, schema, PLAIN).read(null, decoder));
  }

  /**
   * Resolves a record with any compatible schema to ours.
   *
   * @throws UnusableRecordException if its schema means something else
   */
  R toSpecific(IndexedRecord record) throws IOException {
    return copy(
        record,
        new GenericDatumWriter<IndexedRecord>(record.getSchema(), WITH_LOGICAL_TYPES),
        resolution(record.getSchema())::read);
  }

  /** The resolution for a schema; consecutive records usually have the same schema object. */
  private SchemaResolution<R> resolution(Schema written) {
    Resolved last = lastResolved;
    if (last == null || last.written != written) {
      last = new Resolved(written, SchemaResolution.of(written, schema));
      lastResolved = last;
    }
    return last.resolution;
  }

  private final class Resolved {
    private final Schema written;
    private final SchemaResolution<R> resolution;

    private Resolved(Schema written, SchemaResolution<R> resolution) {
      this.written = written;
      this.resolution = resolution;
    }
  }

  private interface Reading<B> {
    B read(Decoder decoder) throws IOException;
  }

  private static <A, B> B copy(A record, DatumWriter<A> writer, Reading<B> reader)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    writer.write(record, encoder);
    encoder.flush();
    return reader.read(DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
  }
}
