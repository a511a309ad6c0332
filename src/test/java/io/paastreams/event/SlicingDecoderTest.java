package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class SlicingDecoderTest {

  private static final int HEADER = 5;

  private static final Schema EVERYTHING =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Everything", "fields": [
                {"name": "nothing", "type": "null"},
                {"name": "flag", "type": "boolean"},
                {"name": "small", "type": "int"},
                {"name": "large", "type": "long"},
                {"name": "single", "type": "float"},
                {"name": "double", "type": "double"},
                {"name": "text", "type": "string"},
                {"name": "image", "type": "bytes"},
                {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 4}},
                {"name": "color", "type":
                  {"type": "enum", "name": "Color", "symbols": ["RED", "BLUE"]}},
                {"name": "list", "type": {"type": "array", "items": "bytes"}},
                {"name": "map", "type": {"type": "map", "values": "long"}},
                {"name": "choice", "type": ["null", "string"]},
                {"name": "last", "type": "int"}
              ]}
              """);

  private static final Schema LAST_ONLY =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Everything", "fields": [
                {"name": "last", "type": "int"}
              ]}
              """);

  private final byte[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17};
  private final byte[] value = write(everything());

  @Test
  void everyType_readsAsWithAvrosDecoder() throws IOException {
    GenericRecord ours = read(EVERYTHING, new SlicingDecoder(value, HEADER));

    GenericRecord theirs =
        new GenericDatumReader<GenericRecord>(EVERYTHING)
            .read(
                null,
                DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null));
    assertThat(ours).isEqualTo(theirs).hasToString(everything().toString());
  }

  @Test
  void whatTheReaderDoesNotKnow_isSkipped() throws IOException {
    SlicingDecoder decoder = new SlicingDecoder(value, HEADER);

    assertThat(read(LAST_ONLY, decoder).get("last")).isEqualTo(42);
    assertThat(decoder.remainingBytes()).isZero();
  }

  @Test
  void bytes_areASliceOfTheArray() throws IOException {
    ByteBuffer read = (ByteBuffer) read(EVERYTHING, new SlicingDecoder(value, HEADER)).get(7);

    assertThat(read).isEqualTo(ByteBuffer.wrap(image));
    assertThat(read.array()).isSameAs(value);
    assertThat(read.limit()).isEqualTo(read.capacity()).isEqualTo(image.length);
  }

  @Test
  void theArraysLastBytes_areReadToo() throws IOException {
    byte[] bytes = {4, 7, 8};

    ByteBuffer read = new SlicingDecoder(bytes, 0).readBytes(null);

    assertThat(read).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8}));
    assertThat(new SlicingDecoder(new byte[] {0}, 0).readBytes(null).hasRemaining()).isFalse();
  }

  @Test
  void aLengthBeyondTheEnd_isRefused() {
    assertThatThrownBy(() -> new SlicingDecoder(new byte[] {6, 7, 8}, 0).readBytes(null))
        .isInstanceOf(EOFException.class)
        .hasMessage("of 3 bytes only 2 are left");
    byte[] longest = {-2, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    assertThatThrownBy(() -> new SlicingDecoder(longest, 0).readBytes(null))
        .isInstanceOf(EOFException.class)
        .hasMessage("of " + Long.MAX_VALUE + " bytes only 0 are left");
  }

  @Test
  void aNegativeLength_isRefused() {
    assertThatThrownBy(() -> new SlicingDecoder(new byte[] {1, 7, 8}, 0).readBytes(null))
        .isInstanceOf(AvroRuntimeException.class)
        .hasMessage("bytes have a length of -1");
  }

  @Test
  void aFramesImage_isASliceOfItsRecord() {
    var serde = InMemorySchemaRegistry.serdes().of(TopicKind.FRAMES);
    byte[] record = serde.serializer().serialize("frames.v1", EventSamples.frame());

    Frame frame = serde.deserializer().deserialize("frames.v1", record);

    FramePayload.Encoded payload = (FramePayload.Encoded) frame.payload();
    assertThat(payload.bytes().array()).isSameAs(record);
    assertThat(payload.toByteArray()).hasSize(4);
  }

  private GenericRecord everything() {
    GenericRecord record = new GenericData.Record(EVERYTHING);
    record.put("flag", true);
    record.put("small", -7);
    record.put("large", 1L << 40);
    record.put("single", 1.5f);
    record.put("double", -2.25);
    record.put("text", "gate 7/ü");
    record.put("image", ByteBuffer.wrap(image));
    Schema hash = EVERYTHING.getField("hash").schema();
    record.put("hash", new GenericData.Fixed(hash, new byte[] {9, 8, 7, 6}));
    Schema color = EVERYTHING.getField("color").schema();
    record.put("color", new GenericData.EnumSymbol(color, "BLUE"));
    record.put("list", List.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.allocate(0)));
    record.put("map", Map.of("a", 1L));
    record.put("choice", "yes");
    record.put("last", 42);
    return record;
  }

  private static byte[] write(GenericRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[HEADER]);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(EVERYTHING).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static GenericRecord read(Schema reader, SlicingDecoder decoder) throws IOException {
    return new GenericDatumReader<GenericRecord>(EVERYTHING, reader).read(null, decoder);
  }
}
