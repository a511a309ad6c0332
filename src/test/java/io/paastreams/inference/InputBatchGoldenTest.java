package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.image.RgbImage;
import io.paastreams.model.GoldenWeights;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.training.Golden;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The input tensors are the reference's, to the last bit. */
@Tag("engine")
class InputBatchGoldenTest {

  @BeforeAll
  static void startEngine() {
    TorchRuntime.start();
  }

  @Test
  void tensors_haveTheRecordedHashes() throws Exception {
    Map<String, Golden.Array> arrays = Golden.arrays("preproc/arrays.npz");
    int compared = 0;
    for (JsonNode expected : Golden.json("preproc/preproc.json").get("cases")) {
      Golden.Array rgb =
          Objects.requireNonNull(arrays.get(expected.get("image").asText() + "_rgb"));
      PreparedImage prepared =
          Preprocessor.ofScale(
                  new Size(
                      expected.get("scale").get(0).asInt(), expected.get("scale").get(1).asInt()),
                  32)
              .prepare(image(rgb));
      assertThat(sha256(input(List.of(prepared))))
          .as(expected.get("image").asText())
          .isEqualTo(expected.get("tensor").get("sha256").asText());
      compared++;
    }
    assertThat(compared).isGreaterThan(5);
  }

  @Test
  void imagesOfABatch_arePaddedIndependently() {
    PreparedImage full = random(64, 32, 1);
    PreparedImage narrow = random(40, 32, 2);
    PreparedImage low = random(64, 17, 3);

    float[] batch = input(List.of(full, narrow, low));

    int perImage = 3 * 64 * 32;
    List<PreparedImage> alone = List.of(full, narrow, low);
    for (int i = 0; i < alone.size(); i++) {
      assertThat(Arrays.copyOfRange(batch, i * perImage, (i + 1) * perImage))
          .isEqualTo(input(List.of(alone.get(i))));
    }
    assertThat(batch[perImage + 40]).isZero();
    assertThat(batch[2 * perImage + 17 * 64]).isZero();
  }

  @Test
  void bytesOfAnEarlierLargerBatch_doNotShowThrough() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      InputBatch input = new InputBatch(GoldenWeights.recipe(50).input(), manager);
      PreparedImage small = random(40, 32, 2);
      float[] first = values(input, List.of(small), manager);
      values(input, List.of(random(64, 32, 5), random(64, 32, 6)), manager);
      assertThat(values(input, List.of(small), manager)).isEqualTo(first);
    }
  }

  @Test
  void imagesWithinLargerArrays_areReadThere() {
    List<PreparedImage> alone = List.of(random(64, 32, 1), random(40, 17, 2));

    assertThat(input(alone.stream().map(image -> within(image, 11)).toList()))
        .isEqualTo(input(alone));
  }

  private static PreparedImage within(PreparedImage image, int offset) {
    byte[] pixels = image.image().pixels();
    byte[] larger = new byte[offset + pixels.length + 5];
    System.arraycopy(pixels, 0, larger, offset, pixels.length);
    Size size = image.image().size();
    return new PreparedImage(
        new RgbImage(size, larger, offset), image.padded(), image.original(), 1, 1);
  }

  private static PreparedImage random(int width, int height, int seed) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    Size size = new Size(width, height);
    return new PreparedImage(new RgbImage(size, pixels), new Size(64, 32), size, 1, 1);
  }

  private static RgbImage image(Golden.Array rgb) {
    byte[] pixels = new byte[rgb.values().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) rgb.values()[i];
    }
    return new RgbImage(new Size((int) rgb.shape()[1], (int) rgb.shape()[0]), pixels);
  }

  private static float[] input(List<PreparedImage> batch) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      return values(new InputBatch(GoldenWeights.recipe(50).input(), manager), batch, manager);
    }
  }

  private static float[] values(InputBatch input, List<PreparedImage> batch, NDManager manager) {
    NDArray array = input.create(batch, manager);
    Size padded = batch.get(0).padded();
    assertThat(array.getShape())
        .isEqualTo(new Shape(batch.size(), 3, padded.height(), padded.width()));
    return array.toFloatArray();
  }

  private static String sha256(float[] values) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
