package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.layer.ByteArithmetic;
import io.paastreams.model.layer.Range;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The network in int8 against the same in float32. */
@Tag("engine")
class Int8NetworkTest {

  private static final Recipe RECIPE = GoldenWeights.tinyRecipe();
  private static final StateDict WEIGHTS = GoldenWeights.tiny();

  /** Mean distance from float32's class logits, as a share of their mean size. */
  private static final double CLASS_ERROR = 0.03;

  /** The same of deltas and IoU logits, which these made-up weights keep near 0. */
  private static final double BOX_AND_IOU_ERROR = 0.15;

  @BeforeAll
  static void vnni() {
    TorchRuntime.start();
    assumeTrue(ByteArithmetic.measure().exact(), "this CPU has no VNNI");
  }

  private static Map<String, Range> ranges(NDArray images, RangeMethod method) {
    JniUtils.setGradMode(false);
    try (RangeFinder finder = new RangeFinder(RECIPE, 4, WEIGHTS)) {
      finder.look(images);
      finder.startCounting();
      finder.count(images);
      return finder.ranges(method);
    }
  }

  private static PaaNetwork int8(Map<String, Range> ranges) {
    return PaaNetwork.loadForInference(RECIPE, 4, WEIGHTS, Device.cpu(), Precision.INT8, ranges);
  }

  @ParameterizedTest
  @EnumSource
  void headOutputs_areThoseOfFloat32WithinTheBound(RangeMethod method) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray images = GoldenInputs.b2().in(manager);
      try (PaaNetwork int8 = int8(ranges(images, method));
          PaaNetwork float32 =
              PaaNetwork.loadForInference(RECIPE, 4, WEIGHTS, Device.cpu(), Precision.FLOAT32)) {
        List<HeadOutput> actual = int8.forward(images);
        List<HeadOutput> expected = float32.forward(images);
        assertThat(actual).hasSameSizeAs(expected);
        for (int level = 0; level < actual.size(); level++) {
          assertClose(actual.get(level).cls(), expected.get(level).cls(), CLASS_ERROR);
          assertClose(actual.get(level).reg(), expected.get(level).reg(), BOX_AND_IOU_ERROR);
          assertClose(actual.get(level).iou(), expected.get(level).iou(), BOX_AND_IOU_ERROR);
        }
      }
    }
  }

  private static void assertClose(NDArray actual, NDArray expected, double bound) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    double error = actual.sub(expected).abs().mean().getFloat();
    double size = expected.abs().mean().getFloat();
    assertThat(error / size).isLessThan(bound);
    assertThat(error).as("int8 is not float32").isPositive();
  }

  /** Kernels are packed for some sizes; further ones use those. */
  @Test
  void imagesOfAnyNumberOfSizes_areThoseOfFloat32WithinTheBound() {
    try (NDManager manager = NDManager.newBaseManager();
        PaaNetwork int8 = int8(ranges(GoldenInputs.b1().in(manager), RangeMethod.PERCENTILE));
        PaaNetwork float32 =
            PaaNetwork.loadForInference(RECIPE, 4, WEIGHTS, Device.cpu(), Precision.FLOAT32)) {
      for (int round = 0; round < 2; round++) {
        for (int size = 1; size <= 11; size++) {
          NDArray images = GoldenInputs.named("input", 2, 32 * size, 32 * (12 - size)).in(manager);
          List<HeadOutput> actual = int8.forward(images);
          assertClose(actual.get(0).cls(), float32.forward(images).get(0).cls(), CLASS_ERROR);
          try (NDArray first = images.get("0:1")) {
            assertThat(int8.forward(first).get(0).cls().toFloatArray())
                .containsExactly(actual.get(0).cls().get("0:1").toFloatArray(), within(1e-4f));
          }
        }
      }
    }
  }

  @Test
  void rangeOfEachPlace_isNeeded() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, Range> all = ranges(GoldenInputs.b1().in(manager), RangeMethod.MINMAX);
      assertThat(all).containsKeys("image", "backbone.layer1.0", "neck.fpn_convs");
      for (String place : all.keySet()) {
        Map<String, Range> without = new HashMap<>(all);
        without.remove(place);
        assertThatThrownBy(() -> int8(without))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("there is no range for " + place);
      }
    }
  }
}
