package io.paastreams.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.training.DirectMemory;
import io.paastreams.training.Golden;
import io.paastreams.training.TrainScenario;
import io.paastreams.training.assign.Assignment;
import io.paastreams.training.assign.MaxIouAssigner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Candidate losses, batch losses and gradients of the recorded scenarios. */
@Tag("engine")
final class PaaLossTest {

  private static final LossConfig CONFIG = LossConfig.reference();

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  static List<String> scenarios() {
    return TrainScenario.NAMES;
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void candidateLosses_equalTheReference(String name) {
    TrainScenario scenario = TrainScenario.load(name);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray logits = flat(leaves(manager, scenario, "cls"));
      NDArray deltas = flat(leaves(manager, scenario, "reg"));
      for (int image = 0; image < scenario.images(); image++) {
        Assignment assignment =
            new MaxIouAssigner(0.1f)
                .assign(scenario.anchors(), scenario.valid(image), scenario.boxes(image));

        float[] losses =
            CandidateLosses.of(
                logits.get(image).toFloatArray(),
                deltas.get(image).toFloatArray(),
                scenario.anchors(),
                scenario.classes(),
                assignment.candidates(),
                assignment.truthOf(),
                scenario.boxes(image),
                scenario.labels(image),
                CONFIG);

        assertClose(losses, scenario.array(image, "pos_losses").values(), 1e-5, 0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void lossesAndGradients_equalTheReference(String name) {
    TrainScenario scenario = TrainScenario.load(name);
    try (NDManager manager = NDManager.newBaseManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDList cls = leaves(manager, scenario, "cls");
      NDList reg = leaves(manager, scenario, "reg");
      NDList iou = leaves(manager, scenario, "iou");

      PaaLoss loss = PaaLoss.of(flat(cls), flat(reg), flat(iou), targets(scenario), CONFIG);
      DirectMemory.reuse();
      collector.backward(loss.total());

      float[] values = loss.values();
      String[] parts = {"loss_cls", "loss_bbox", "loss_iou"};
      for (int i = 0; i < parts.length; i++) {
        double expected = scenario.json().get("losses").get(parts[i]).asDouble();
        assertThat((double) values[i])
            .as(parts[i])
            .isCloseTo(expected, within(1e-5 * expected + 1e-9));
      }
      for (int level = 0; level < scenario.levelSizes().length; level++) {
        assertGradient(cls.get(level), scenario.array("grad_cls_" + level));
        assertGradient(reg.get(level), scenario.array("grad_reg_" + level));
        assertGradient(iou.get(level), scenario.array("grad_iou_" + level));
      }
    }
  }

  /** What the recorded reassignment expects of the losses. */
  private static Targets targets(TrainScenario scenario) {
    List<Integer> positives = new ArrayList<>();
    List<Integer> invalid = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    List<Float> boxes = new ArrayList<>();
    List<Float> anchors = new ArrayList<>();
    int count = scenario.anchors().length / 4;
    for (int image = 0; image < scenario.images(); image++) {
      int[] labels = scenario.array(image, "reassign_labels").ints();
      float[] weights = scenario.array(image, "reassign_label_weights").floats();
      float[] truth = scenario.array(image, "bbox_targets").floats();
      for (int anchor = 0; anchor < count; anchor++) {
        if (weights[anchor] == 0) {
          invalid.add(image * count + anchor);
        } else if (labels[anchor] < scenario.classes()) {
          positives.add(image * count + anchor);
          classes.add(labels[anchor]);
          for (int i = 4 * anchor; i < 4 * anchor + 4; i++) {
            boxes.add(truth[i]);
            anchors.add(scenario.anchors()[i]);
          }
        }
      }
    }
    return new Targets(
        scenario.images(),
        count,
        ints(invalid),
        ints(positives),
        ints(classes),
        floats(boxes),
        floats(anchors));
  }

  private static NDList leaves(NDManager manager, TrainScenario scenario, String output) {
    NDList levels = new NDList();
    for (int level = 0; level < scenario.levelSizes().length; level++) {
      Golden.Array array = scenario.array(output + "_" + level);
      NDArray leaf = manager.create(array.floats(), new Shape(array.shape()));
      leaf.setRequiresGradient(true);
      levels.add(leaf);
    }
    return levels;
  }

  /** (N, C, H, W) of each level to (N, A, C). */
  private static NDArray flat(NDList levels) {
    NDList rows = new NDList();
    for (NDArray level : levels) {
      Shape shape = level.getShape();
      rows.add(level.transpose(0, 2, 3, 1).reshape(shape.get(0), -1, shape.get(1)));
    }
    return NDArrays.concat(rows, 1);
  }

  private static void assertGradient(NDArray leaf, Golden.Array expected) {
    assertClose(leaf.getGradient().toFloatArray(), expected.values(), 1e-4, 1e-7);
  }

  private static void assertClose(
      float[] actual, double[] expected, double relative, double absolute) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(relative * Math.abs(expected[i]) + absolute));
    }
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] floats(List<Float> values) {
    float[] result = new float[values.size()];
    IntStream.range(0, result.length).forEach(i -> result[i] = values.get(i));
    return result;
  }
}
