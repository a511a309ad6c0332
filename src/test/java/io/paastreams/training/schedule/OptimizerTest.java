package io.paastreams.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.paastreams.model.torch.TorchRuntime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compared with the formulas, computed in double precision. */
@Tag("engine")
final class OptimizerTest {

  private static final double[] RATES = {0.1, 0.1, 0.02, 0.3};

  private final NDManager manager = NDManager.newBaseManager();

  @BeforeAll
  static void startTorch() {
    TorchRuntime.start();
  }

  @AfterEach
  void close() {
    JniUtils.setGradMode(true);
    manager.close();
  }

  @Test
  void sgd_withAChangingRate_isPyTorchs() {
    Weight weight = weight("conv.weight", new float[] {1, -2}, new Shape(1, 2));
    double[] w = {1, -2};
    double[] v = {0, 0};
    try (Sgd sgd = new Sgd(manager, List.of(weight), 0.9f, 0.01f)) {
      for (double rate : RATES) {
        backward(weight);
        sgd.step(rate);
        Gradients.clear(List.of(weight));
        for (int i = 0; i < 2; i++) {
          v[i] = 0.9 * v[i] + 2 * w[i] + 0.01 * w[i];
          w[i] -= rate * v[i];
        }
        assertClose(weight, w);
      }
      assertThat(sgd.steps()).isEqualTo(RATES.length);
    }
  }

  @Test
  void adamW_decaysKernelsButNotVectors() {
    Weight kernel = weight("conv.weight", new float[] {1, -2}, new Shape(1, 2));
    Weight vector = weight("bn.weight", new float[] {1, -2}, new Shape(2));
    double[][] w = {{1, -2}, {1, -2}};
    double[][] m = new double[2][2];
    double[][] s = new double[2][2];
    double[] decay = {0.1, 0};
    List<Weight> weights = List.of(kernel, vector);
    try (AdamW adam = new AdamW(manager, weights, 0.1f)) {
      for (int step = 1; step <= RATES.length; step++) {
        double rate = RATES[step - 1];
        weights.forEach(OptimizerTest::backward);
        adam.step(rate);
        Gradients.clear(weights);
        for (int k = 0; k < 2; k++) {
          for (int i = 0; i < 2; i++) {
            double g = 2 * w[k][i];
            w[k][i] *= 1 - rate * decay[k];
            m[k][i] = 0.9 * m[k][i] + 0.1 * g;
            s[k][i] = 0.999 * s[k][i] + 0.001 * g * g;
            double root = Math.sqrt(s[k][i] / (1 - Math.pow(0.999, step)));
            w[k][i] -= rate * m[k][i] / (1 - Math.pow(0.9, step)) / (root + 1e-8);
          }
          assertClose(weights.get(k), w[k]);
        }
      }
    }
  }

  @Test
  void clip_shortensAllGradientsTogether() {
    Weight one = weight("a", new float[] {3}, new Shape(1));
    Weight two = weight("b", new float[] {4, 0}, new Shape(2));
    List<Weight> weights = List.of(one, two);
    weights.forEach(OptimizerTest::backward);
    JniUtils.setGradMode(false);

    double norm = Gradients.norm(weights);
    assertThat(norm).isCloseTo(10, within(1e-5));
    Gradients.clip(weights, norm, 20);
    assertThat(Gradients.norm(weights)).isCloseTo(10, within(1e-5));
    Gradients.clip(weights, norm, 1);

    assertThat(Gradients.norm(weights)).isCloseTo(1, within(1e-5));
    try (NDArray gradient = one.gradient()) {
      assertThat(gradient.toFloatArray()[0]).isCloseTo(0.6f, within(1e-5f));
    }
  }

  @Test
  void average_forgetsItsStartSoon_andFollowsTheWeights() {
    Weight weight = weight("a", new float[] {0}, new Shape(1));
    try (WeightAverage average = new WeightAverage(manager, Map.of("a", weight.array()), 0.99)) {
      JniUtils.setGradMode(false);
      weight.array().set(new float[] {1});
      for (int step = 1; step <= 30; step++) {
        average.update(step);
      }

      assertThat(average.arrays().values().iterator().next().toFloatArray()[0])
          .isBetween(0.99f, 1f);
    }
  }

  /** The gradient of the sum of squares: twice the weight. */
  private static void backward(Weight weight) {
    JniUtils.setGradMode(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(weight.array().square().sum());
    }
    JniUtils.setGradMode(false);
  }

  private Weight weight(String name, float[] values, Shape shape) {
    NDArray array = manager.create(values, shape);
    array.setRequiresGradient(true);
    return new Weight(name, array);
  }

  private static void assertClose(Weight weight, double[] expected) {
    float[] actual = weight.array().toFloatArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
    }
  }
}
