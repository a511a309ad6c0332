package io.paastreams.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;

class UndecodableRecordTest {

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventSerdes serdes =
      EventSerdes.over(registry, EventSerdesConfig.builtIn(RegistryConfig.at("http://in-memory")));
  private final byte[] frame =
      serdes.of(TopicKind.FRAMES).serializer().serialize("frames.v1", EventSamples.frame());
  private final byte[] detected =
      serdes
          .of(TopicKind.DETECTIONS)
          .serializer()
          .serialize("detections.v1", EventSamples.detectedFrame());

  @Example
  void anEmptyRecord_isUndecodable() {
    assertUndecodable(new byte[0], "0 bytes are too few");
  }

  @Example
  void aRecordShorterThanTheHeader_isUndecodable() {
    assertUndecodable(new byte[] {0, 0, 0}, "3 bytes are too few");
  }

  @Example
  void anotherMagicByte_isUndecodable() {
    byte[] json = "{\"camera\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertUndecodable(json, "starts with byte 0x7b");
  }

  @Example
  void anUnknownSchemaId_isUndecodable() {
    byte[] bytes = frame.clone();
    ByteBuffer.wrap(bytes).putInt(1, 4711);
    assertUndecodable(bytes, "no schema with id 4711");
  }

  @Example
  void aRecordOfAnotherTopic_isUndecodable() {
    assertUndecodable(detected, "DetectionRecord", "cannot be read as", "FrameEvent");
  }

  @Example
  void trailingBytes_areUndecodable() {
    assertUndecodable(Arrays.copyOf(frame, frame.length + 1), "left over");
  }

  @Property
  void aRecordCutShortAnywhere_isUndecodable(@ForAll @IntRange(min = 0, max = 400) int length) {
    byte[] cut = Arrays.copyOf(detected, Math.min(length, detected.length - 1));
    assertThatThrownBy(() -> readDetected(cut)).isInstanceOf(SerializationException.class);
  }

  @Property(tries = 3000)
  void damageAnywhere_isReadOrRefused(
      @ForAll @IntRange(min = 5, max = 400) int position, @ForAll byte value) {
    byte[] damaged = detected.clone();
    damaged[Math.min(position, damaged.length - 1)] = value;
    Throwable thrown = catchThrowable(() -> readDetected(damaged));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(SerializationException.class);
    }
  }

  @Example
  void anAnnouncedGigabyte_isNotAllocated() throws IOException {
    int payloadAt = indexOf(frame, new byte[] {(byte) 0xff, (byte) 0xd8});
    byte[] hostile = withLong(Arrays.copyOf(frame, payloadAt - 1), 1_000_000_000L);

    long allocated = allocatedBy(() -> assertUndecodable(hostile, "damaged"));

    assertThat(allocated).isLessThan(1_000_000);
  }

  @Example
  void announcedMillionsOfDetections_areNotAllocated() throws IOException {
    byte[] person = "person".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int countAt = indexOf(detected, person) - 2;
    byte[] hostile = withLong(Arrays.copyOf(detected, countAt), 20_000_000L);

    long allocated =
        allocatedBy(
            () ->
                assertThatThrownBy(() -> readDetected(hostile))
                    .isInstanceOf(SerializationException.class));

    assertThat(allocated).isLessThan(1_000_000);
  }

  @Example
  void rawPixelsWithoutASize_areUndecodable() throws IOException {
    GenericRecord event = genericFrame(new FrameCodec().schema(), "RGB8");
    assertUndecodable(encode(event), "RGB8 pixels need width and height");
  }

  @Example
  void anImageInTheEventAndAClaimCheck_areOneTooMany() throws IOException {
    for (String encoding : new String[] {"JPEG", "RGB8", "UNKNOWN"}) {
      GenericRecord event = genericFrame(new FrameCodec().schema(), encoding);
      Schema claim = event.getSchema().getField("claimCheck").schema().getTypes().get(1);
      GenericRecord check = new GenericData.Record(claim);
      check.put("uri", "http://store/x");
      check.put("sizeBytes", 3L);
      check.put("sha256", "0".repeat(64));
      check.put("contentType", "image/jpeg");
      event.put("claimCheck", check);

      assertThat(reasonOf(encode(event))).isEqualTo(DeadLetterReason.PICTURE_AMBIGUOUS);
    }
  }

  @Example
  void neitherAnImageNorAClaimCheck_isOneTooFew() throws IOException {
    for (String encoding : new String[] {"JPEG", "RGB8", "UNKNOWN"}) {
      GenericRecord event = genericFrame(new FrameCodec().schema(), encoding);
      event.put("payload", ByteBuffer.allocate(0));

      assertThat(reasonOf(encode(event))).isEqualTo(DeadLetterReason.PICTURE_EMPTY);
    }
  }

  @Example
  void anEncodingFromTheFuture_isUndecodable() throws IOException {
    Schema future =
        new Schema.Parser()
            .parse(
                new FrameCodec().schema().toString().replace("\"GRAY8\"]", "\"GRAY8\",\"AVIF\"]"));
    assertUndecodable(encode(genericFrame(future, "AVIF")), "encoding is one that this version");
  }

  @Example
  void aFieldFromTheFuture_isIgnored() throws IOException {
    String added = "\"fields\":[{\"name\":\"lens\",\"type\":\"string\"},";
    Schema future =
        new Schema.Parser()
            .parse(new FrameCodec().schema().toString().replaceFirst("\"fields\":\\[", added));
    GenericRecord event = genericFrame(future, "JPEG");
    event.put("lens", "wide");

    Frame read = serdes.of(TopicKind.FRAMES).deserializer().deserialize("frames.v1", encode(event));

    assertThat(read.cameraId()).isEqualTo("cam");
  }

  private void assertUndecodable(byte[] bytes, String... reasons) {
    assertThatThrownBy(
            () -> serdes.of(TopicKind.FRAMES).deserializer().deserialize("frames.v1", bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll(reasons);
  }

  private DeadLetterReason reasonOf(byte[] bytes) {
    return catchThrowableOfType(
            UnusableRecordException.class,
            () -> serdes.of(TopicKind.FRAMES).deserializer().deserialize("frames.v1", bytes))
        .reason();
  }

  private DetectedFrame readDetected(byte[] bytes) {
    return serdes.of(TopicKind.DETECTIONS).deserializer().deserialize("detections.v1", bytes);
  }

  private static GenericRecord genericFrame(Schema schema, String encoding) {
    GenericRecord event = new GenericData.Record(schema);
    event.put("frameId", EventSamples.frame().frameId().toString());
    event.put("cameraId", "cam");
    event.put("sequence", 0L);
    event.put("captureTime", 0L);
    event.put("ingestTime", 0L);
    event.put(
        "encoding", new GenericData.EnumSymbol(schema.getField("encoding").schema(), encoding));
    event.put("payload", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    return event;
  }

  private byte[] encode(GenericRecord event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int id = registry.idOf("frames.v1-value", event.getSchema());
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static byte[] withLong(byte[] start, long length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(start);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    encoder.writeLong(length);
    encoder.flush();
    out.writeBytes(new byte[40]);
    return out.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  private static long allocatedBy(Runnable work) {
    work.run();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
