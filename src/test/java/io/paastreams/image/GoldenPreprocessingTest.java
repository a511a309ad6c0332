package io.paastreams.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paastreams.geometry.Size;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Resizing and normalising equal the reference's bit for bit. */
class GoldenPreprocessingTest {

  private static final String FOLDER = "/golden/preproc/";
  private static final int DIVISOR = 32;
  private static final Normalization NORMALIZATION =
      new Normalization(List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f));

  static Stream<JsonNode> cases() throws IOException {
    return stream(golden().get("cases"));
  }

  static Stream<JsonNode> sizes() throws IOException {
    return stream(golden().get("sizes"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decodedImage_equalsTheReferences(JsonNode expected) throws Exception {
    String name = expected.get("image").asText();
    assertThat(image(name).pixels()).isEqualTo(array(name + "_rgb"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resizedPixelsAndTensor_equalTheReferences(JsonNode expected) throws Exception {
    RgbImage image = image(expected.get("image").asText());
    Preprocessor preprocessor =
        Preprocessor.ofScale(
            new Size(expected.get("scale").get(0).asInt(), expected.get("scale").get(1).asInt()),
            DIVISOR);

    PreparedImage prepared = preprocessor.prepare(image);

    assertThat(prepared.original()).isEqualTo(image.size());
    assertThat(prepared.image().size()).isEqualTo(shape(expected.get("img_shape")));
    assertThat(prepared.padded()).isEqualTo(shape(expected.get("pad_shape")));
    assertThat(prepared.scaleX()).isEqualTo(expected.get("scale_factor").get(0).floatValue());
    assertThat(prepared.scaleY()).isEqualTo(expected.get("scale_factor").get(1).floatValue());
    assertThat(sha256(prepared.image().pixels()))
        .isEqualTo(expected.get("resized_rgb_uint8").get("sha256").asText());
    assertThat(sha256(littleEndian(NORMALIZATION.toTensor(prepared))))
        .isEqualTo(expected.get("tensor").get("sha256").asText());
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void networkSize_followsTheReferencesRule(JsonNode expected) {
    Size original = new Size(expected.get("w").asInt(), expected.get("h").asInt());
    Preprocessor preprocessor =
        Preprocessor.ofScale(
            new Size(expected.get("scale").get(0).asInt(), expected.get("scale").get(1).asInt()),
            DIVISOR);

    Size network = preprocessor.networkSize(original);

    assertThat(network)
        .isEqualTo(new Size(expected.get("new_w").asInt(), expected.get("new_h").asInt()));
  }

  private static RgbImage image(String name) throws IOException, ImageException {
    return ImageDecoder.withDefaultLimits().decode(resource(name + ".png"));
  }

  /** The last bytes of an uncompressed-header array file are its values. */
  private static byte[] array(String name) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(open("arrays.npz"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name + ".npy")) {
          byte[] file = zip.readAllBytes();
          int headerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
          return Arrays.copyOfRange(file, 10 + headerLength, file.length);
        }
      }
    }
    throw new IllegalArgumentException("no array " + name);
  }

  private static byte[] littleEndian(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static Size shape(JsonNode heightWidth) {
    return new Size(heightWidth.get(1).asInt(), heightWidth.get(0).asInt());
  }

  private static JsonNode golden() throws IOException {
    return new ObjectMapper().readTree(resource("preproc.json"));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = open(name)) {
      return stream.readAllBytes();
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(GoldenPreprocessingTest.class.getResourceAsStream(FOLDER + name));
  }
}
