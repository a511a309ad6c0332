package io.paastreams.inference;

import static io.paastreams.inference.DetectorContract.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paastreams.image.PreparedImage;
import io.paastreams.model.GoldenWeights;
import io.paastreams.model.Model;
import io.paastreams.model.RangeMethod;
import io.paastreams.model.torch.Precision;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The detector in int8 on the tiny network: batches, memory, refusals. */
@Tag("engine")
class Int8DetectorTest implements DetectorContract {

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

  @Override
  public PaaDetector shared() {
    return detector;
  }

  @Override
  public int mostGrowth() {
    return 32;
  }

  @AfterAll
  static void close() {
    if (detector != null) {
      detector.close();
    }
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
