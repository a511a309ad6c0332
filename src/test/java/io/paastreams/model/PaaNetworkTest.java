package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.paastreams.model.StateDict.Tensor;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes, names, initialisation, strict loading and gradients of the network. */
@Tag("engine")
class PaaNetworkTest {

  private static final Recipe TINY = GoldenWeights.tinyRecipe();

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  private static Recipe recipe(int depth, int startLevel, int levels) {
    return new Recipe(
        "variant",
        new Recipe.Backbone(depth, 8),
        new Recipe.Neck(16, startLevel, levels),
        new Recipe.Head(2, 4),
        TINY.anchors(),
        TINY.input(),
        TINY.postprocess());
  }

  @ParameterizedTest
  @CsvSource({"50, 32295322", "101, 51287450"})
  void parameterCount_equalsTheReferences(int depth, long expected) {
    try (PaaNetwork network = PaaNetwork.random(GoldenWeights.recipe(depth), 80, Device.cpu(), 1)) {
      assertThat(network.parameterCount()).isEqualTo(expected);
      assertThat(network.namedParameters().keySet())
          .containsExactlyElementsOf(GoldenWeights.stateDict("r" + depth).tensors().keySet());
    }
  }

  @ParameterizedTest
  @CsvSource({"18, 3, 5", "34, 2, 4", "18, 2, 5", "50, 4, 3"})
  void variants_haveTheLevelsAndNamesOfTheirRecipe(int depth, int startLevel, int levels) {
    Recipe recipe = recipe(depth, startLevel, levels);
    try (PaaNetwork network = PaaNetwork.random(recipe, 2, Device.cpu(), 1);
        NDManager manager = NDManager.newBaseManager()) {
      Map<String, List<Long>> shapes = new LinkedHashMap<>();
      network
          .namedParameters()
          .forEach((name, p) -> shapes.put(name, boxed(p.getShape().getShape())));
      Map<String, List<Long>> table = new LinkedHashMap<>();
      ParameterTable.of(recipe, 2).forEach((name, shape) -> table.put(name, boxed(shape)));
      assertThat(shapes).isEqualTo(table);
      assertThat(shapes.keySet()).containsExactlyElementsOf(table.keySet());

      Shape input = new Shape(1, 3, 70, 100);
      List<HeadOutput> outputs = network.forward(manager.ones(input));

      assertThat(outputs).hasSize(levels);
      Shape[] promised = network.getOutputShapes(new Shape[] {input});
      for (int i = 0; i < levels; i++) {
        int stride = 1 << (startLevel + i);
        assertThat(outputs.get(i).cls().getShape())
            .isEqualTo(new Shape(1, 2, (70 + stride - 1) / stride, (100 + stride - 1) / stride))
            .isEqualTo(promised[3 * i]);
        assertThat(outputs.get(i).reg().getShape()).isEqualTo(promised[3 * i + 1]);
        assertThat(outputs.get(i).iou().getShape()).isEqualTo(promised[3 * i + 2]);
      }
    }
  }

  @Test
  void weights_comeBackAsTheyWentIn() {
    StateDict weights = GoldenWeights.tiny();
    try (PaaNetwork network = PaaNetwork.load(TINY, 4, weights, Device.cpu())) {
      StateDict back = network.stateDict();
      assertThat(back.tensors().keySet()).containsExactlyElementsOf(weights.tensors().keySet());
      back.tensors()
          .forEach(
              (name, tensor) -> {
                assertThat(tensor.shape()).as(name).isEqualTo(weights.tensor(name).shape());
                assertThat(tensor.values()).as(name).isEqualTo(weights.tensor(name).values());
              });
    }
  }

  @Test
  void everyTensorThatDoesNotFit_isNamed() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(GoldenWeights.tiny().tensors());
    tensors.remove("neck.fpn_convs.4.conv.bias");
    tensors.put("bbox_head.extra", new Tensor(new long[] {1}, new float[1]));
    tensors.put("bbox_head.atss_reg.bias", new Tensor(new long[] {5}, new float[5]));
    StateDict weights = new StateDict(tensors);

    assertThatThrownBy(() -> PaaNetwork.load(TINY, 4, weights, Device.cpu()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neck.fpn_convs.4.conv.bias [32] is missing")
        .hasMessageContaining("bbox_head.extra")
        .hasMessageContaining("bbox_head.atss_reg.bias is [5] instead of [4]");
    assertThatThrownBy(
            () -> PaaNetwork.loadForInference(TINY, 4, weights, Device.cpu(), Precision.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bbox_head.extra");
  }

  @Test
  void inferenceNetwork_refusesToGiveFoldedWeightsAsAStateDict() {
    try (PaaNetwork network =
        PaaNetwork.loadForInference(
            TINY, 4, GoldenWeights.tiny(), Device.cpu(), Precision.FLOAT32)) {
      assertThatThrownBy(network::stateDict).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void randomWeights_followTheReferencesInitialisationAndTheSeed() {
    try (PaaNetwork network = PaaNetwork.random(GoldenWeights.recipe(50), 80, Device.cpu(), 7);
        PaaNetwork same = PaaNetwork.random(GoldenWeights.recipe(50), 80, Device.cpu(), 7);
        PaaNetwork other = PaaNetwork.random(GoldenWeights.recipe(50), 80, Device.cpu(), 8)) {
      StateDict weights = network.stateDict();
      String he = "backbone.layer2.0.conv2.weight";
      assertThat(deviation(weights, he)).isCloseTo(Math.sqrt(2.0 / (128 * 9)), percent(2));
      assertThat(deviation(weights, "bbox_head.cls_convs.0.conv.weight"))
          .isCloseTo(0.01, percent(2));
      assertThat(deviation(weights, "neck.lateral_convs.0.conv.weight"))
          .isCloseTo(Math.sqrt(6.0 / (512 + 256)) / Math.sqrt(3), percent(2));
      assertThat(weights.tensor("bbox_head.atss_cls.bias").values()).containsOnly(-4.59512f);
      assertThat(weights.tensor("backbone.layer1.0.bn3.weight").values()).containsOnly(0);
      assertThat(weights.tensor("backbone.layer1.0.bn2.weight").values()).containsOnly(1);
      assertThat(weights.tensor("backbone.bn1.running_var").values()).containsOnly(1);
      assertThat(weights.tensor("bbox_head.scales.4.scale").values()).containsExactly(1);
      assertThat(same.stateDict().tensor(he).values()).isEqualTo(weights.tensor(he).values());
      assertThat(other.stateDict().tensor(he).values()).isNotEqualTo(weights.tensor(he).values());
    }
  }

  @Test
  void gradients_reachEveryParameterThatIsNotFrozen() {
    try (PaaNetwork network = PaaNetwork.load(TINY, 4, GoldenWeights.tiny(), Device.cpu());
        NDManager manager = NDManager.newBaseManager()) {
      network.freezeBackbone(1);
      network
          .namedParameters()
          .values()
          .forEach(p -> p.getArray().setRequiresGradient(p.requiresGradient()));
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray image = GoldenInputs.named("input", 1, 128, 160).in(manager);
        NDArray loss = manager.create(0f);
        for (HeadOutput output : network.forward(image)) {
          loss = loss.add(output.cls().sum()).add(output.reg().sum()).add(output.iou().sum());
        }
        collector.backward(loss);
      }
      List<String> withGradient = new ArrayList<>();
      network
          .namedParameters()
          .forEach(
              (name, p) -> {
                if (p.requiresGradient() && p.getArray().getGradient().abs().sum().getFloat() > 0) {
                  withGradient.add(name);
                }
              });
      List<String> expected =
          network.namedParameters().keySet().stream()
              .filter(name -> !name.contains("running_"))
              .filter(name -> !name.matches("backbone\\.(conv1|bn1|layer1)\\..*"))
              .toList();
      assertThat(withGradient).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void batchStatistics_areUsedAndUpdatedOnlyWhereTrained() {
    try (PaaNetwork network = PaaNetwork.load(TINY, 4, GoldenWeights.tiny(), Device.cpu());
        NDManager manager = NDManager.newBaseManager()) {
      StateDict before = network.stateDict();
      NDArray image = GoldenInputs.named("input", 1, 128, 160).in(manager);
      network.forward(image);
      assertThat(mean(network.stateDict(), "bn1")).isEqualTo(mean(before, "bn1"));

      network.useBatchStatistics(true);
      network.freezeBackbone(1);
      network.forward(image);
      assertThat(mean(network.stateDict(), "bn1")).isEqualTo(mean(before, "bn1"));
      assertThat(mean(network.stateDict(), "layer4.2.bn3"))
          .isNotEqualTo(mean(before, "layer4.2.bn3"));
    }
  }

  private static float[] mean(StateDict weights, String norm) {
    return weights.tensor("backbone." + norm + ".running_mean").values();
  }

  private static double deviation(StateDict weights, String name) {
    double squares = 0;
    float[] values = weights.tensor(name).values();
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  private static org.assertj.core.data.Percentage percent(double percentage) {
    return org.assertj.core.data.Percentage.withPercentage(percentage);
  }

  private static List<Long> boxed(long[] shape) {
    List<Long> axes = new ArrayList<>();
    for (long axis : shape) {
      axes.add(axis);
    }
    return axes;
  }
}
