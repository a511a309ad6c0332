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
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Generated records as generic ones and back, by way of their binary form: the one way on which
 * logical types, enums, defaults and schema resolution all follow Avro's own rules.
 *
 * @param <R> the class generated from {@code schema}
 */
final class GenericBridge<R extends SpecificRecordBase> {

  // Serdes of generic records expect logical types as text and number, which is Avro's default.
  private static final GenericData PLAIN = new GenericData();

  // Some serdes hand out logical types as UUID and Instant, others as text and number.
  private static final GenericData WITH_LOGICAL_TYPES = new GenericData();

  static {
    WITH_LOGICAL_TYPES.addLogicalTypeConversion(new Conversions.UUIDConversion());
    WITH_LOGICAL_TYPES.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
  }

  private final Schema schema;

  GenericBridge(Schema schema) {
    this.schema = schema;
  }

  GenericRecord toGeneric(R record) throws IOException {
    return copy(
        record,
        new SpecificDatumWriter<R>(schema),
        new GenericDatumReader<GenericRecord>(schema, schema, PLAIN));
  }

  /** Resolves a record of any compatible schema to ours. */
  R toSpecific(IndexedRecord record) throws IOException {
    return copy(
        record,
        new GenericDatumWriter<IndexedRecord>(record.getSchema(), WITH_LOGICAL_TYPES),
        new SpecificDatumReader<R>(record.getSchema(), schema));
  }

  private static <A, B> B copy(A record, DatumWriter<A> writer, DatumReader<B> reader)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    writer.write(record, encoder);
    encoder.flush();
    return reader.read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
  }
}
