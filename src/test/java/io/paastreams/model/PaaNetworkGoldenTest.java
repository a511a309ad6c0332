package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.training.Golden;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of the network give the reference's outputs. */
@Tag("engine")
class PaaNetworkGoldenTest {

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  /**
   * The tolerance for logits up to 19. The CPU's vector instructions alone account for 6e-5 of it.
   */
  private static final float CLASS_TOLERANCE = 1e-4f;

  private static final float BOX_AND_IOU_TOLERANCE = 5e-5f;
  private static final float FEATURE_TOLERANCE = 1e-3f;

  /** The two ways to build the network. */
  enum Kind {
    TRAINABLE,
    INFERENCE;

    PaaNetwork load(Recipe recipe, int classes, StateDict weights) {
      return this == TRAINABLE
          ? PaaNetwork.load(recipe, classes, weights, Device.cpu())
          : PaaNetwork.loadForInference(recipe, classes, weights, Device.cpu(), Precision.FLOAT32);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 101})
  void headOutputs_equalTheReferencesAloneAndInABatch(int depth) {
    StateDict weights = GoldenWeights.stateDict("r" + depth);
    for (Kind kind : Kind.values()) {
      try (PaaNetwork network = kind.load(GoldenWeights.recipe(depth), 80, weights)) {
        assertHeadOutputs(network, "models/r" + depth + "/b1", GoldenInputs.b1());
        assertHeadOutputs(network, "models/r" + depth + "/b2", GoldenInputs.b2());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void tinyNetworksOutputs_equalTheReferences(Kind kind) {
    try (PaaNetwork network = kind.load(GoldenWeights.tinyRecipe(), 4, GoldenWeights.tiny())) {
      assertHeadOutputs(network, "ckpt/out_fp32", GoldenInputs.named("input", 1, 128, 160));
      assertHeadOutputs(network, "ckpt/out_fp32_odd", GoldenInputs.named("input", 1, 96, 160));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 101})
  void backboneAndPyramid_equalTheReferences(int depth) {
    JsonNode info = Golden.json("models/r" + depth + "/b1/info.json");
    GoldenInputs input = GoldenInputs.b1();
    try (PaaNetwork network =
            PaaNetwork.load(
                GoldenWeights.recipe(depth),
                80,
                GoldenWeights.stateDict("r" + depth),
                Device.cpu());
        NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<NDArray> features = network.backbone().forward(input.in(manager));
      for (int i = 0; i < 3; i++) {
        assertSampled(features.get(i), info.get("backbone").get("C" + (i + 3)));
      }
      List<NDArray> pyramid = network.neck().forward(features);
      for (int i = 0; i < 5; i++) {
        assertSampled(pyramid.get(i), info.get("neck").get("P" + (i + 3)));
      }
    }
  }

  @Test
  void float16WeightsWidened_giveTheRecordedOutputs() {
    StateDict weights = GoldenWeights.tiny();
    weights
        .tensors()
        .values()
        .forEach(
            tensor -> {
              for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = Float16.round(tensor.values()[i]);
              }
            });
    try (PaaNetwork network = Kind.INFERENCE.load(GoldenWeights.tinyRecipe(), 4, weights)) {
      assertHeadOutputs(network, "ckpt/out_half_weights", GoldenInputs.named("input", 1, 128, 160));
    }
  }

  private static void assertHeadOutputs(PaaNetwork network, String folder, GoldenInputs input) {
    Map<String, Golden.Array> expected = Golden.arrays(folder + "/arrays.npz");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<HeadOutput> outputs = network.forward(input.in(manager));
      assertThat(outputs).hasSize(5);
      for (int level = 0; level < 5; level++) {
        HeadOutput output = outputs.get(level);
        assertClose(output.cls(), expected, folder, "cls_" + level, CLASS_TOLERANCE);
        assertClose(output.reg(), expected, folder, "reg_" + level, BOX_AND_IOU_TOLERANCE);
        assertClose(output.iou(), expected, folder, "iou_" + level, BOX_AND_IOU_TOLERANCE);
      }
    }
  }

  private static void assertClose(
      NDArray actual,
      Map<String, Golden.Array> arrays,
      String folder,
      String name,
      float tolerance) {
    Golden.Array expected = Objects.requireNonNull(arrays.get(name), name);
    assertThat(actual.getShape()).as(name).isEqualTo(new Shape(expected.shape()));
    assertThat(GoldenInputs.maxDifference(actual.toFloatArray(), expected.floats()))
        .as("%s %s", folder, name)
        .isLessThan(tolerance);
  }

  private static void assertSampled(NDArray actual, JsonNode expected) {
    float[] values = actual.toFloatArray();
    int stride = expected.get("stride").asInt();
    for (int i = 0; i < expected.get("strided").size(); i++) {
      assertThat(values[i])
          .isCloseTo(expected.get("first").get(i).floatValue(), within(FEATURE_TOLERANCE));
      assertThat(values[i * stride])
          .isCloseTo(expected.get("strided").get(i).floatValue(), within(FEATURE_TOLERANCE));
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    double expectedSum = expected.get("sum_abs").asDouble();
    assertThat(sum).isCloseTo(expectedSum, within(1e-5 * expectedSum));
  }
}
