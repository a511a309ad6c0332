package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private static final ImageDecoder DECODER = ImageDecoder.withDefaultLimits();

  /** Sizes and SHA-256 of the pixels, computed with OpenCV 4.6.0's imread. */
  static Stream<Map.Entry<String, JsonNode>> expectedImages() throws IOException {
    return new ObjectMapper().readTree(resource("expected.json")).properties().stream();
  }

  @ParameterizedTest
  @MethodSource("expectedImages")
  void pixels_equalTheReferenceLoaders(Map.Entry<String, JsonNode> expected) throws Exception {
    byte[] file = resource(expected.getKey());

    RgbImage image = DECODER.decode(file);

    JsonNode values = expected.getValue();
    Size size = new Size(values.get("width").asInt(), values.get("height").asInt());
    assertThat(image.size()).isEqualTo(size);
    assertThat(DECODER.size(file)).isEqualTo(size);
    assertThat(sha256(image.pixels())).isEqualTo(values.get("sha256").asText());
  }

  @Test
  void noBytes_areRefused() {
    assertThat(refusal(new byte[0]).reason()).isEqualTo(Reason.EMPTY);
  }

  @Test
  void otherFormats_areRefusedWithTheirFirstBytes() {
    ImageException refusal = refusal("GIF89a and more".getBytes(StandardCharsets.US_ASCII));

    assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
    assertThat(refusal).hasMessageContaining("47 49 46 38 39 61");
  }

  @Test
  void cmyk_isRefusedWithARemedy() throws Exception {
    ImageException refusal = refusal(resource("cmyk.jpg"));

    assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(refusal).hasMessageContaining("CMYK").hasMessageContaining("save it as");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ycbcr_420.jpg", "progressive.jpg", "gray.jpg", "rgb.png", "gray_16.png"})
  void aFileCutShortAnywhere_isRefused(String name) throws Exception {
    byte[] file = resource(name);
    // Without its end marker a JPEG file still has its whole image.
    int whole = name.endsWith(".jpg") ? file.length - 2 : file.length;
    for (int length = 8; length < whole; length++) {
      assertThat(refusal(Arrays.copyOf(file, length)).reason())
          .as("%s cut to %d bytes", name, length)
          .isEqualTo(Reason.TRUNCATED);
    }
  }

  @Test
  void aJpegCutShortButClosedByAnEndMarker_isRefused() throws Exception {
    byte[] file = resource("ycbcr_420.jpg");
    byte[] closed = Arrays.copyOf(file, file.length - 200);
    closed[closed.length - 2] = (byte) 0xFF;
    closed[closed.length - 1] = (byte) 0xD9;

    assertThat(refusal(closed).reason()).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void bytesAfterTheEndMarker_doNoHarm() throws Exception {
    byte[] file = resource("ycbcr_420.jpg");

    RgbImage image = DECODER.decode(Arrays.copyOf(file, file.length + 100));

    assertThat(image.pixels()).isEqualTo(DECODER.decode(file).pixels());
  }

  @ParameterizedTest
  @CsvSource({"2, true", "200, false"})
  void fewStrayBytesBeforeTheEndMarker_areForgiven(int stray, boolean forgiven) throws Exception {
    byte[] file = resource("ycbcr_420.jpg");
    byte[] padded = Arrays.copyOf(file, file.length + stray);
    Arrays.fill(padded, file.length - 2, padded.length - 2, (byte) 0x55);
    padded[padded.length - 2] = (byte) 0xFF;
    padded[padded.length - 1] = (byte) 0xD9;

    if (forgiven) {
      assertThat(DECODER.decode(padded).pixels()).isEqualTo(DECODER.decode(file).pixels());
    } else {
      assertThat(refusal(padded).reason()).isEqualTo(Reason.CORRUPT);
    }
  }

  @Test
  void aPngWithAFlippedBit_isRefused() throws Exception {
    byte[] file = resource("rgb.png");
    file[file.length / 2] ^= 4;

    assertThat(refusal(file).reason()).isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aHugeJpegHeader_isRefusedBeforeItsPixelsAreAllocated() throws Exception {
    byte[] file = resource("ycbcr_420.jpg");
    int frame = indexOf(file, (byte) 0xFF, (byte) 0xC0);
    ByteBuffer.wrap(file).putShort(frame + 5, (short) 30_000).putShort(frame + 7, (short) 30_000);

    ImageException refusal = refusal(file);

    assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal).hasMessageContaining("30000x30000").hasMessageContaining("16384");
  }

  @Test
  void aHugePngHeader_isRefusedBeforeItsPixelsAreAllocated() throws Exception {
    byte[] file = resource("rgb.png");
    CRC32 sum = new CRC32();
    ByteBuffer.wrap(file).putInt(16, 30_000).putInt(20, 30_000);
    sum.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) sum.getValue());

    assertThat(refusal(file).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void limits_holdForBytesPixelsAndSides() throws Exception {
    byte[] file = resource("rgb.png");

    assertThat(refusal(new ImageLimits(file.length - 1, 60 * 41, 60), file))
        .hasMessageContaining(file.length + " bytes");
    assertThat(refusal(new ImageLimits(file.length, 60 * 41 - 1, 60), file))
        .hasMessageContaining("60x41 = 2460 pixels");
    assertThat(refusal(new ImageLimits(file.length, 60 * 41, 59), file))
        .hasMessageContaining("59 per side");
    assertThat(new ImageDecoder(new ImageLimits(file.length, 60 * 41, 60)).decode(file).size())
        .isEqualTo(new Size(60, 41));
  }

  @Test
  void rawPixels_becomeRgb() throws Exception {
    Size two = new Size(2, 1);
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6});
    ByteBuffer gray = ByteBuffer.wrap(new byte[] {7, 8});

    assertThat(DECODER.raw(PixelLayout.RGB8, two, bytes).pixels())
        .isSameAs(bytes.array())
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(DECODER.raw(PixelLayout.BGR8, two, bytes).pixels())
        .containsExactly(3, 2, 1, 6, 5, 4);
    assertThat(DECODER.raw(PixelLayout.GRAY8, two, gray).pixels())
        .containsExactly(7, 7, 7, 8, 8, 8);
  }

  @Test
  void rawPixelsWithinARecord_stayThere() throws Exception {
    Size two = new Size(2, 1);
    ByteBuffer record = ByteBuffer.wrap(new byte[] {9, 9, 1, 2, 3, 4, 5, 6, 9});
    ByteBuffer direct = ByteBuffer.allocateDirect(9).put(record.duplicate());
    for (ByteBuffer buffer : List.of(record, direct, record.asReadOnlyBuffer())) {
      ByteBuffer part = buffer.position(2).limit(8);

      RgbImage image = DECODER.raw(PixelLayout.RGB8, two, part);

      assertThat(image.pixels()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(DECODER.raw(PixelLayout.BGR8, two, part).pixels())
          .containsExactly(3, 2, 1, 6, 5, 4);
      assertThat(part.position()).isEqualTo(2);
      assertThat(image.array() == record.array()).isEqualTo(buffer == record);
    }
  }

  @Test
  void anImageOutsideItsArray_isRefused() {
    assertThatThrownBy(() -> new RgbImage(new Size(2, 1), new byte[8], 3))
        .hasMessage("2x1 RGB needs 6 bytes, not 5");
    assertThatThrownBy(() -> new RgbImage(new Size(2, 1), new byte[7]))
        .hasMessage("2x1 RGB needs 6 bytes, not 7");
  }

  @Test
  void rawPixelsThatDoNotFitTheirSize_areRefused() {
    ImageException refusal =
        catchThrowableOfType(
            ImageException.class,
            () -> DECODER.raw(PixelLayout.GRAY8, new Size(3, 2), ByteBuffer.allocate(5)));

    assertThat(refusal.reason()).isEqualTo(Reason.SIZE_MISMATCH);
    assertThat(refusal).hasMessageContaining("GRAY8 of 3x2 needs 6 bytes, not 5");
  }

  @Test
  void impossibleLimits_areRefused() {
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> new ImageLimits(1, 1_000_000_000, 1)))
        .hasMessageContaining("pixels at most");
  }

  static ImageException refusal(byte[] file) {
    return refusal(ImageLimits.DEFAULT, file);
  }

  private static ImageException refusal(ImageLimits limits, byte[] file) {
    return catchThrowableOfType(ImageException.class, () -> new ImageDecoder(limits).decode(file));
  }

  private static int indexOf(byte[] file, byte first, byte second) {
    for (int i = 0; i + 1 < file.length; i++) {
      if (file[i] == first && file[i + 1] == second) {
        return i;
      }
    }
    throw new IllegalArgumentException("no such marker");
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(ImageDecoderTest.class.getResourceAsStream("/image/" + name))) {
      return stream.readAllBytes();
    }
  }
}
