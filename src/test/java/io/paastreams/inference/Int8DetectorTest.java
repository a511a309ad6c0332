package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Size;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.image.RgbImage;
import io.paastreams.model.GoldenWeights;
import io.paastreams.model.Model;
import io.paastreams.model.RangeMethod;
import io.paastreams.model.torch.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The detector in int8 on the tiny network: batches, memory, refusals. */
@Tag("engine")
class Int8DetectorTest {

  private static final Preprocessor PREPROCESSOR = new Preprocessor(160, 128, 32);
  private static final DetectorOptions INT8 =
      DetectorOptions.DEFAULT.withDevice("cpu").withPrecision(Precision.INT8);
  private static final Model WITHOUT_RANGES =
      new Model(
          GoldenWeights.tinyRecipe(),
          List.of("ring", "square", "star", "cross"),
          GoldenWeights.tiny(),
          "00");

  private static Model model;
  private static PaaDetector detector;

  @BeforeAll
  static void load() {
    assumeTrue(PrecisionChoice.byteArithmetic().exact(), "this CPU has no VNNI");
    List<PreparedImage> images = List.of(image(1, 320, 256), image(2, 300, 250));
    model =
        WITHOUT_RANGES.withRanges(
            RangeCalibration.run(WITHOUT_RANGES, images, RangeMethod.PERCENTILE));
    detector = PaaDetector.load(model, INT8, InferenceListener.NONE);
  }

  @AfterAll
  static void close() {
    if (detector != null) {
      detector.close();
    }
  }

  private static PreparedImage image(int seed, int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    return PREPROCESSOR.prepare(new RgbImage(new Size(width, height), pixels));
  }

  @Test
  void image_givesTheSameDetectionsAloneAndInAnyBatch() {
    List<PreparedImage> images =
        List.of(image(1, 320, 256), image(2, 300, 250), image(3, 320, 256), image(5, 160, 128));
    List<List<Detection>> batch = detector.detect(images);
    int found = 0;
    for (int i = 0; i < images.size(); i++) {
      List<Detection> alone = detector.detect(List.of(images.get(i))).get(0);
      assertThat(alone).hasSameSizeAs(batch.get(i));
      for (int k = 0; k < alone.size(); k++) {
        Detection a = alone.get(k);
        Detection b = batch.get(i).get(k);
        assertThat(a.classId()).isEqualTo(b.classId());
        assertThat(a.score()).isCloseTo(b.score(), within(1e-4f));
        assertThat(a.box().x1()).isCloseTo(b.box().x1(), within(1e-2f));
        assertThat(a.box().y2()).isCloseTo(b.box().y2(), within(1e-2f));
      }
      found += alone.size();
    }
    assertThat(found).isGreaterThan(50);
  }

  @Test
  void memory_staysFlatOverHundredsOfBatches() throws IOException {
    List<PreparedImage> batch = List.of(image(1, 320, 256), image(2, 320, 256));
    for (int i = 0; i < 50; i++) {
      detector.detect(batch);
    }
    long before = residentKilobytes();
    for (int i = 0; i < 300; i++) {
      detector.detect(batch);
    }
    assertThat(residentKilobytes() - before).isLessThan(32 * 1024);
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void losses_nameEachPlaceThatIsRounded() {
    assertThat(RangeCalibration.losses(model, List.of(image(1, 320, 256))))
        .hasSameSizeAs(model.ranges(Precision.INT8))
        .allSatisfy((place, loss) -> assertThat(loss).isBetween(0.0, 0.2))
        .anySatisfy((place, loss) -> assertThat(loss).isPositive());
  }

  @Test
  void missingRanges_andThoseOfOtherWeights_areRefusedWithTheCommand() {
    assertThatThrownBy(() -> PaaDetector.load(WITHOUT_RANGES, INT8, InferenceListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no ranges for int8")
        .hasMessageContaining("quantize --model");
    Model others = new Model(model.recipe(), model.labels(), model.weights(), "11", model.ranges());
    assertThatThrownBy(() -> PaaDetector.load(others, INT8, InferenceListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other weights (SHA-256 00 instead of 11)")
        .hasMessageContaining("quantize --model");
    assertThatThrownBy(() -> RangeCalibration.run(model, List.of(), RangeMethod.MINMAX))
        .hasMessage("there are no images to calibrate with");
  }
}
