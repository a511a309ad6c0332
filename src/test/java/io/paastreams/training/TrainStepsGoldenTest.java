package io.paastreams.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.detection.LabelMap;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.model.GoldenWeights;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.training.TrainingRecipe.OptimizerConfig;
import io.paastreams.training.TrainingRecipe.ScheduleConfig;
import io.paastreams.training.loss.LossConfig;
import io.paastreams.training.schedule.Gradients;
import io.paastreams.training.schedule.Weight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Four steps of SGD on the tiny network: losses, positives, every parameter's gradient and new
 * value, against the reference's record.
 *
 * <p>The record's lengths and sums were taken after the first step. Its "first" values are views
 * that were written out at the end, so they show the fourth step's gradients and weights (the sums
 * of the first step agree with the first step's lengths and sums alone).
 */
@Tag("engine")
final class TrainStepsGoldenTest {

  private static final int HEIGHT = 128;
  private static final int WIDTH = 160;

  private final JsonNode golden = Golden.json("ckpt/train_steps.json");

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  @Test
  void fourSteps_equalTheReference() {
    try (TrainingState state = TrainingState.start(plan(), Device.cpu());
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      assertThat(state.weights().stream().map(Weight::name))
          .containsExactlyInAnyOrderElementsOf(names("trainable"));
      TrainingStep step =
          new TrainingStep(state.network(), GoldenWeights.tinyRecipe(), plan().training());
      TrainingBatch batch = batch();
      JsonNode steps = golden.get("steps");
      for (int i = 0; i < steps.size(); i++) {
        step(state, step, batch, collector, steps.get(i), i == 0);
        if (i == steps.size() - 1) {
          JsonNode views = steps.get(0);
          for (Weight weight : state.weights()) {
            String name = weight.name();
            first(name, weight.array().toFloatArray(), views.get("weights_after").get(name), 1e-4);
          }
        }
      }
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  private void step(
      TrainingState state,
      TrainingStep step,
      TrainingBatch batch,
      GradientCollector collector,
      JsonNode expected,
      boolean first) {
    try (NDManager manager = state.network().manager().newSubManager()) {
      JniUtils.setGradMode(true);
      TrainingStep.Result result = step.run(batch, manager);
      DirectMemory.reuse();
      collector.backward(result.loss().total());
      JniUtils.setGradMode(false);

      double tolerance = first ? 1e-4 : 1e-2;
      float[] losses = result.loss().values();
      String[] parts = {"loss_cls", "loss_bbox", "loss_iou"};
      for (int k = 0; k < parts.length; k++) {
        assertClose(losses[k], expected.get("losses").get(parts[k]).asDouble(), tolerance);
      }
      assertClose(losses[3], expected.get("total").asDouble(), tolerance);
      assertClose(
          Gradients.norm(state.weights()),
          expected.get("grad_l2_all").asDouble(),
          first ? 1e-3 : 1e-2);
      if (first) {
        assertThat(result.positives()).containsExactly(Golden.ints(expected.get("num_pos")));
        state
            .weights()
            .forEach(
                weight ->
                    sums(
                        weight.name(),
                        gradient(weight),
                        expected.get("grad").get(weight.name()),
                        1e-3));
      }
      if (state.optimizer().steps() == golden.get("steps").size() - 1) {
        for (Weight weight : state.weights()) {
          JsonNode views = golden.get("steps").get(0).get("grad").get(weight.name());
          first(weight.name(), gradient(weight), views, 5e-2);
        }
      }
      state.optimizer().step(golden.get("lr").asDouble());
      Gradients.clear(state.weights());
      if (first) {
        state
            .weights()
            .forEach(
                weight ->
                    sums(
                        weight.name(),
                        weight.array().toFloatArray(),
                        expected.get("weights_after").get(weight.name()),
                        1e-5));
      }
    }
  }

  private static void sums(String what, float[] values, JsonNode expected, double relative) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double l2 = expected.path("l2").asDouble(Math.sqrt(squares));
    assertThat(Math.sqrt(squares)).as(what).isCloseTo(l2, within(relative * l2 + 1e-7));
    // A sum cancels, so its error is measured by the length.
    assertThat(sum)
        .as(what)
        .isCloseTo(
            expected.get("sum").asDouble(), within(relative * Math.max(l2, Math.abs(sum)) + 1e-6));
  }

  private static void first(String what, float[] values, JsonNode expected, double relative) {
    double l2 = 0;
    for (float value : values) {
      l2 = Math.hypot(l2, value);
    }
    float[] first = Golden.floats(expected.get("first"));
    for (int i = 0; i < first.length; i++) {
      assertThat((double) values[i])
          .as("%s %d", what, i)
          .isCloseTo(first[i], within(relative * l2 + 1e-7));
    }
  }

  private static float[] gradient(Weight weight) {
    try (NDArray gradient = weight.array().getGradient()) {
      return gradient.toFloatArray();
    }
  }

  private TrainingPlan plan() {
    TrainingRecipe training =
        new TrainingRecipe(
            2,
            new OptimizerConfig(OptimizerConfig.Kind.SGD, 0.9f, 1e-4f, 0),
            new ScheduleConfig(ScheduleConfig.Kind.STEP, 12, 0, 0.01, List.of(8, 11), 0, 1, 0, 1),
            new TrainingRecipe.Norms(false, 1),
            new TrainingRecipe.Assignment(0.1f, 9),
            LossConfig.reference(),
            new TrainingRecipe.Sampling(false, 1, 1),
            new TrainingRecipe.Augmentation(
                new TrainingRecipe.ReferenceAugmentation(1333, 800, 800, 0.5), null),
            0,
            null);
    return new TrainingPlan(
        GoldenWeights.tinyRecipe(),
        new LabelMap(List.of("ring", "square", "star", "cross")),
        training,
        GoldenWeights.tiny(),
        null,
        "cpu",
        Path.of("unused"),
        1,
        1,
        1,
        1,
        0);
  }

  private TrainingBatch batch() {
    int plane = HEIGHT * WIDTH;
    float[] images = new float[2 * 3 * plane];
    for (int n = 0; n < 2; n++) {
      float[] values = GoldenWeights.input(golden.get("input_names").get(n).asText(), 3 * plane);
      for (int i = 0; i < values.length; i++) {
        int y = i % plane / WIDTH;
        int x = i % WIDTH;
        boolean padding = n == 1 && (y >= 96 || x >= 128);
        images[n * 3 * plane + 3 * (i % plane) + i / plane] = padding ? 0 : values[i];
      }
    }
    List<TrainingBatch.Objects> objects = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      List<Box> boxes = new ArrayList<>();
      for (JsonNode box : golden.get("gt_bboxes").get(n)) {
        float[] c = Golden.floats(box);
        boxes.add(new Box(c[0], c[1], c[2], c[3]));
      }
      JsonNode padded = golden.get("img_metas").get(n).get("pad_shape");
      objects.add(
          new TrainingBatch.Objects(
              new Size(padded.get(1).asInt(), padded.get(0).asInt()),
              boxes,
              Golden.ints(golden.get("gt_labels").get(n))));
    }
    return new TrainingBatch(new Size(WIDTH, HEIGHT), images, objects);
  }

  private List<String> names(String list) {
    List<String> names = new ArrayList<>();
    golden.get(list).forEach(name -> names.add(name.asText()));
    return names;
  }

  private static void assertClose(double actual, double expected, double relative) {
    assertThat(actual).isCloseTo(expected, within(relative * expected));
  }
}
