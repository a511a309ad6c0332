package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.postprocess.Detections;
import io.paastreams.model.postprocess.GoldenDetections;
import io.paastreams.model.postprocess.PostProcessor;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.training.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Network and post-processing together give the reference's detections. */
@Tag("engine")
class DetectionsGoldenTest {

  private static final float BOX_TOLERANCE = 1e-2f;
  private static final float SCORE_TOLERANCE = 1e-4f;

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 101})
  void detections_equalTheReferences(int depth) {
    Recipe recipe = GoldenWeights.recipe(depth);
    try (PaaNetwork network =
        PaaNetwork.loadForInference(
            recipe, 80, GoldenWeights.stateDict("r" + depth), Device.cpu(), Precision.FLOAT32)) {
      String folder = "models/r" + depth;
      assertThat(compare(network, recipe, folder + "/b1", GoldenInputs.b1())).isEqualTo(9);
      assertThat(compare(network, recipe, folder + "/b2", GoldenInputs.b2())).isEqualTo(18);
    }
  }

  private static int compare(PaaNetwork network, Recipe recipe, String folder, GoldenInputs input) {
    JsonNode golden = Golden.json(folder + "/detections.json");
    int compared = 0;
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<HeadOutput> outputs = network.forward(input.in(manager));
      for (Map.Entry<String, JsonNode> result : golden.get("results").properties()) {
        JsonNode expected = result.getValue();
        Detections actual =
            new PostProcessor(GoldenDetections.config(expected), PaaParts.anchors(recipe))
                .process(
                    outputs,
                    GoldenDetections.images(
                        golden.get("img_metas"), expected.get("rescale").asBoolean()))
                .get(expected.get("image").asInt());
        assertSame(result.getKey(), GoldenDetections.of(expected), actual);
        compared++;
      }
    }
    return compared;
  }

  private static void assertSame(String key, GoldenDetections expected, Detections actual) {
    if (key.startsWith("uncapped")) {
      // Without a limit, some of the thousands of decisions are closer than the network's rounding.
      assertThat(expected.missingIn(actual, BOX_TOLERANCE, SCORE_TOLERANCE))
          .as(key)
          .isLessThanOrEqualTo(3);
      assertThat(actual.size())
          .isBetween(expected.scores().length - 3, expected.scores().length + 3);
    } else {
      expected.assertEqual(actual, BOX_TOLERANCE, SCORE_TOLERANCE, key);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"out_fp32", "out_fp32_odd"})
  void tinyNetworksDetections_equalTheReferences(String folder) {
    Recipe recipe = GoldenWeights.tinyRecipe();
    JsonNode golden = Golden.json("ckpt/" + folder + "/info.json");
    JsonNode shape = golden.get("input").get("shape");
    try (PaaNetwork network =
            PaaNetwork.loadForInference(
                recipe, 4, GoldenWeights.tiny(), Device.cpu(), Precision.FLOAT32);
        NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<HeadOutput> outputs =
          network.forward(
              GoldenInputs.named("input", 1, shape.get(2).asInt(), shape.get(3).asInt())
                  .in(manager));
      for (boolean vote : new boolean[] {true, false}) {
        for (boolean rescale : new boolean[] {true, false}) {
          String key = (vote ? "vote" : "novote") + (rescale ? "_rescale" : "_net") + "_img0";
          Detections actual =
              new PostProcessor(
                      PaaParts.postprocess(recipe).withScoreVoting(vote), PaaParts.anchors(recipe))
                  .process(outputs, GoldenDetections.images(golden.get("img_metas"), rescale))
                  .get(0);
          GoldenDetections.of(golden.get("detections").get(key))
              .assertEqual(actual, BOX_TOLERANCE, SCORE_TOLERANCE, key);
        }
      }
    }
  }
}
