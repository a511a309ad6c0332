package io.paastreams.model.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.model.anchor.AnchorGenerator;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.training.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Post-processing of recorded head outputs gives the recorded detections. */
@Tag("engine")
class PostProcessorGoldenTest {

  private static final float BOX_TOLERANCE = 2e-3f;
  private static final float SCORE_TOLERANCE = 1e-6f;
  private static final AnchorGenerator ANCHORS = new AnchorGenerator(8, 3, 5);

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a_single", "b_batch2", "c_one_class", "d_empty", "e_extreme", "f_degenerate"})
  void everyCase_givesTheRecordedDetections(String set) {
    JsonNode golden = Golden.json("post/" + set + "/cases.json");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<HeadOutput> outputs = headOutputs(manager, set);
      for (JsonNode expected : golden.get("cases")) {
        for (CandidateFinder finder : finders(GoldenDetections.config(expected))) {
          List<Detections> actual =
              new PostProcessor(GoldenDetections.config(expected), finder, finder)
                  .process(
                      outputs,
                      GoldenDetections.images(
                          golden.get("img_metas"), expected.get("rescale").asBoolean()));
          assertThat(actual).hasSize(expected.get("images").size());
          for (int image = 0; image < actual.size(); image++) {
            GoldenDetections.of(expected.get("images").get(image))
                .assertEqual(
                    actual.get(image),
                    BOX_TOLERANCE,
                    SCORE_TOLERANCE,
                    "%s %s voting %s by %s"
                        .formatted(
                            set,
                            expected.get("case"),
                            expected.get("score_voting"),
                            finder.getClass().getSimpleName()));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a_single", "b_batch2", "c_one_class", "d_empty", "e_extreme", "f_degenerate"})
  void nms_keepsTheRecordedCandidates(String set) {
    JsonNode golden = Golden.json("post/" + set + "/cases.json");
    int compared = 0;
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<HeadOutput> outputs = headOutputs(manager, set);
      for (JsonNode expected : golden.get("cases")) {
        List<ImageGeometry> images =
            GoldenDetections.images(golden.get("img_metas"), expected.get("rescale").asBoolean());
        PostprocessConfig config = GoldenDetections.config(expected);
        for (CandidateFinder finder : finders(config)) {
          List<Candidates> found = finder.find(outputs, images, () -> {}, Function.identity());
          for (int image = 0; image < images.size(); image++) {
            JsonNode keep = expected.get("images").get(image).get("keep");
            if (keep != null) {
              Candidates candidates = found.get(image);
              assertThat(candidates.keep(config.nms()))
                  .as("%s %s by %s", set, expected.get("case"), finder.getClass().getSimpleName())
                  .containsExactly(Golden.ints(keep));
              compared++;
            }
          }
        }
      }
    }
    assertThat(compared).isPositive();
  }

  @Test
  void boxesWithoutArea_keepTheirUnvotedCoordinates() {
    JsonNode golden = Golden.json("post/f_degenerate/cases.json");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<HeadOutput> outputs = headOutputs(manager, "f_degenerate");
      List<ImageGeometry> images = GoldenDetections.images(golden.get("img_metas"), false);
      PostprocessConfig config = GoldenDetections.config(golden.get("cases").get(0));
      Detections voted =
          new PostProcessor(config.withScoreVoting(true), ANCHORS).process(outputs, images).get(0);
      Detections unvoted =
          new PostProcessor(config.withScoreVoting(false), ANCHORS).process(outputs, images).get(0);
      int degenerate = 0;
      for (int i = 0; i < unvoted.size(); i++) {
        float[] boxes = unvoted.boxes();
        if (boxes[4 * i] == boxes[4 * i + 2] || boxes[4 * i + 1] == boxes[4 * i + 3]) {
          degenerate++;
          assertThat(indexOf(voted, unvoted, i)).isNotNegative();
        }
      }
      assertThat(degenerate).isEqualTo(22);
      assertThat(GoldenDetections.of(golden.get("cases").get(0).get("images").get(0)).notANumber())
          .isEqualTo(22);
    }
  }

  @Test
  void scoreVoting_givesTheRecordedBoxes() {
    JsonNode golden = Golden.json("units/score_voting.json");
    float threshold = golden.get("score_thr").floatValue();
    float[] boxes = Golden.floats(golden.get("boxes"));
    float[] scores = Golden.floats(golden.get("scores"));
    int locations = boxes.length / 4;
    int classes = scores.length / locations - 1;
    List<Integer> over = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (i % (classes + 1) < classes && scores[i] > threshold) {
        over.add(i);
      }
    }
    int count = over.size();
    Candidates candidates =
        new Candidates(boxes, locations, new int[count], new float[count], new int[count], count);
    for (int i = 0; i < over.size(); i++) {
      candidates.locationOf()[i] = over.get(i) / (classes + 1);
      candidates.scores()[i] = scores[over.get(i)];
      candidates.labels()[i] = over.get(i) % (classes + 1);
    }
    PostprocessConfig config =
        new PostprocessConfig(
            threshold,
            -1,
            golden.get("iou_threshold").floatValue(),
            false,
            golden.get("max_per_img").asInt(),
            true);

    Detections actual = new PostProcessor(config, ANCHORS).detections(candidates);

    float[] voted = Golden.floats(golden.get("voted"));
    assertThat(actual.labels()).containsExactly(Golden.ints(golden.get("voted_labels")));
    for (int i = 0; i < actual.size(); i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(actual.boxes()[4 * i + j])
            .isCloseTo(voted[5 * i + j], org.assertj.core.api.Assertions.within(1e-3f));
      }
      assertThat(actual.scores()[i]).isEqualTo(voted[5 * i + 4]);
    }
  }

  @Test
  void memoryLayoutOfTheOutputs_doesNotMatter() {
    JsonNode golden = Golden.json("post/b_batch2/cases.json");
    List<ImageGeometry> images = GoldenDetections.images(golden.get("img_metas"), true);
    PostprocessConfig config = GoldenDetections.config(golden.get("cases").get(0));
    PostProcessor processor = new PostProcessor(config, ANCHORS);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<HeadOutput> outputs = headOutputs(manager, "b_batch2");
      List<HeadOutput> channelsLast =
          outputs.stream()
              .map(
                  output ->
                      new HeadOutput(
                          channelsLast(output.cls()),
                          channelsLast(output.reg()),
                          channelsLast(output.iou())))
              .toList();
      assertThat(processor.process(channelsLast, images))
          .usingRecursiveComparison()
          .isEqualTo(processor.process(outputs, images));
    }
  }

  @Test
  void processing_leavesNothingInTheCallersManager() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      List<HeadOutput> outputs = headOutputs(manager, "a_single");
      JsonNode golden = Golden.json("post/a_single/cases.json");
      int before = manager.getManagedArrays().size();
      new PostProcessor(GoldenDetections.config(golden.get("cases").get(0)), ANCHORS)
          .process(outputs, GoldenDetections.images(golden.get("img_metas"), true));
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  /** Both finders, whatever memory holds the outputs. */
  private static List<CandidateFinder> finders(PostprocessConfig config) {
    PyramidAnchors anchors = new PyramidAnchors(ANCHORS);
    return List.of(
        new HostCandidateFinder(config, anchors), new DeviceCandidateFinder(config, anchors));
  }

  private static NDArray channelsLast(NDArray array) {
    return array.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2);
  }

  private static int indexOf(Detections in, Detections from, int i) {
    for (int j = 0; j < in.size(); j++) {
      boolean same = in.scores()[j] == from.scores()[i] && in.labels()[j] == from.labels()[i];
      for (int k = 0; k < 4 && same; k++) {
        same = in.boxes()[4 * j + k] == from.boxes()[4 * i + k];
      }
      if (same) {
        return j;
      }
    }
    return -1;
  }

  private static List<HeadOutput> headOutputs(NDManager manager, String set) {
    Map<String, Golden.Array> arrays = Golden.arrays("post/" + set + "/arrays.npz");
    List<HeadOutput> outputs = new ArrayList<>();
    for (int level = 0; level < 5; level++) {
      outputs.add(
          new HeadOutput(
              array(manager, arrays.get("cls_" + level)),
              array(manager, arrays.get("reg_" + level)),
              array(manager, arrays.get("iou_" + level))));
    }
    return outputs;
  }

  private static NDArray array(
      NDManager manager, Golden.@org.jspecify.annotations.Nullable Array array) {
    Golden.Array values = Objects.requireNonNull(array);
    return manager.create(values.floats(), new Shape(values.shape()));
  }
}
