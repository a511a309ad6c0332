package io.paastreams.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.model.torch.TorchRuntime;
import io.paastreams.training.DirectMemory;
import io.paastreams.training.Golden;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The value and gradient of each loss alone, compared with the reference. */
@Tag("engine")
final class UnitLossTest {

  private final NDManager manager = NDManager.newBaseManager();

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void focal_equalsTheFormula() {
    JsonNode json = Golden.json("units/focal.json");
    int classes = json.get("num_classes").asInt();
    int[] labels = Golden.ints(json.get("labels"));
    float[] oneHot = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < classes) {
        oneHot[i * classes + labels[i]] = 1;
      }
    }
    Shape shape = new Shape(labels.length, classes);
    NDArray logits = leaf(json.get("logits"), shape);
    NDArray weight = manager.create(Golden.floats(json.get("weight")), new Shape(shape.get(0), 1));
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray elements =
          FocalLoss.elements(logits, manager.create(oneHot, shape), LossConfig.reference())
              .mul(weight);
      NDArray loss = Constants.dividedBy(elements.sum(), json.get("avg_factor").asInt());
      DirectMemory.reuse();
      collector.backward(loss);
      assertClose(loss.toFloatArray(), json.get("loss"), 1e-5, 0);
      assertClose(logits.getGradient().toFloatArray(), json.get("grad"), 1e-5, 1e-8);
    }
  }

  @Test
  void focalElement_inPlainJava_equalsTheTensors() {
    JsonNode json = Golden.json("units/focal.json");
    int classes = json.get("num_classes").asInt();
    int[] labels = Golden.ints(json.get("labels"));
    float[] weights = Golden.floats(json.get("weight"));
    float[] logits = Golden.floats(json.get("logits"));
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      sum +=
          weights[i / classes]
              * FocalLoss.element(
                  logits[i], labels[i / classes] == i % classes, LossConfig.reference());
    }
    double expected = json.get("loss").asDouble() * json.get("avg_factor").asInt();
    assertThat(sum).isCloseTo(expected, within(1e-5 * expected));
  }

  @Test
  void giou_equalsTheFormula() {
    JsonNode json = Golden.json("units/giou.json");
    Shape shape = new Shape(json.get("pred").size(), 4);
    NDArray predicted = leaf(json.get("pred"), shape);
    NDArray target = manager.create(Golden.floats(json.get("target")), shape);
    NDArray weight = manager.create(Golden.floats(json.get("weight")), new Shape(shape.get(0), 1));
    float lossWeight = json.get("loss_weight").floatValue();
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray elements =
          Constants.times(BoxOverlap.of(predicted, target).giou().neg().add(1), lossWeight);
      NDArray loss =
          Constants.dividedBy(elements.mul(weight).sum(), json.get("avg_factor").floatValue());
      DirectMemory.reuse();
      collector.backward(loss);
      assertClose(elements.toFloatArray(), json.get("elementwise_unweighted"), 1e-5, 1e-6);
      assertClose(loss.toFloatArray(), json.get("loss"), 1e-5, 0);
      assertClose(predicted.getGradient().toFloatArray(), json.get("grad"), 1e-4, 1e-8);
    }
  }

  @Test
  void crossEntropy_equalsTheFormula() {
    JsonNode json = Golden.json("units/bce.json");
    Shape shape = new Shape(json.get("logits").size(), 1);
    NDArray logits = leaf(json.get("logits"), shape);
    NDArray target = manager.create(Golden.floats(json.get("target")), shape);
    float scale = json.get("loss_weight").floatValue() / json.get("avg_factor").asInt();
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray loss = Constants.times(FocalLoss.crossEntropy(logits, target).sum(), scale);
      DirectMemory.reuse();
      collector.backward(loss);
      assertClose(loss.toFloatArray(), json.get("loss"), 1e-5, 0);
      assertClose(logits.getGradient().toFloatArray(), json.get("grad"), 1e-5, 1e-8);
    }
  }

  private NDArray leaf(JsonNode values, Shape shape) {
    NDArray array = manager.create(Golden.floats(values), shape);
    array.setRequiresGradient(true);
    return array;
  }

  private static void assertClose(
      float[] actual, JsonNode expected, double relative, double absolute) {
    double[] values = Golden.doubles(expected);
    assertThat(actual).hasSize(values.length);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) actual[i])
          .as("element %d", i)
          .isCloseTo(values[i], within(relative * Math.abs(values[i]) + absolute));
    }
  }
}
