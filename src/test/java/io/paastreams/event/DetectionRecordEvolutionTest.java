package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.event.avro.v1.DetectionRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

/** Consumers of the first version read today's records, and today's those of the first version. */
class DetectionRecordEvolutionTest {

  private static final Schema RELEASED =
      SchemaRules.parse(Path.of("schemas/released/v1/DetectionRecord.avsc"));

  static {
    GeneratedClasses.trust();
  }

  private final DetectedFrameCodec codec = new DetectedFrameCodec();
  private final DetectedFrame sample = EventSamples.detectedFrame();

  private GenericRecord asTheFirstVersionSeesIt() throws IOException {
    DatumReader<GenericRecord> reader = new GenericDatumReader<>(codec.schema(), RELEASED);
    byte[] bytes = write(codec.toAvro(sample), new SpecificDatumWriter<>(codec.schema()));
    return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
  }

  private static <R> byte[] write(R record, DatumWriter<R> writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    writer.write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  @Test
  void aConsumerOfTheFirstVersion_readsTheDetectionsAndNoFaintOnes() throws IOException {
    GenericRecord seen = asTheFirstVersionSeesIt();

    assertThat(seen.getSchema().getField("faintDetections")).isNull();
    assertThat((List<?>) seen.get("detections")).hasSize(sample.detections().size());
    assertThat(seen.get("modelName")).hasToString(sample.model().name());
  }

  @Test
  void aRecordOfTheFirstVersion_saysNothingOfThresholds() throws IOException {
    byte[] old = write(asTheFirstVersionSeesIt(), new GenericDatumWriter<>(RELEASED));
    DatumReader<DetectionRecord> reader = new SpecificDatumReader<>(RELEASED, codec.schema());

    DetectedFrame read =
        codec.toDomain(reader.read(null, DecoderFactory.get().binaryDecoder(old, null)));

    assertThat(read.detections()).isEqualTo(sample.detections());
    assertThat(read.terms()).isNull();
    assertThat(read.faint()).isEmpty();
  }
}
