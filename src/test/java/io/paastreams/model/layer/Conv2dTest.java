package io.paastreams.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.initializer.NormalInitializer;
import io.paastreams.model.torch.TorchRuntime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
class Conv2dTest {

  private static final int PICTURES = 32;
  private static final int OUT = 8;
  private static final int SIDE = 64;

  private final Random random = new Random(5);
  private NDManager manager;

  @BeforeEach
  void start() {
    TorchRuntime.start();
    manager = NDManager.newBaseManager(Device.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
    JniUtils.setGradMode(false);
  }

  /** The engine's own gradient for this case writes to invalid memory and may end the process. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 24})
  void stridedProjectionOfFewChannels_hasTheGradientOfItsSums(int channels) {
    float[] x = values(PICTURES * SIDE * SIDE * channels);
    float[] outputGradient = values(PICTURES * OUT * SIDE / 2 * SIDE / 2);
    NDArray channelsLast =
        manager.create(x, new Shape(PICTURES, SIDE, SIDE, channels)).transpose(0, 3, 1, 2);
    Conv2d projection = projection(channels);
    NDArray weight = projection.getDirectParameters().get("weight").getArray();
    weight.setRequiresGradient(true);

    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray output = projection.forward(channelsLast);
      collector.backward(output.mul(manager.create(outputGradient, output.getShape())).sum());
    }

    assertThat(weight.getGradient().toFloatArray())
        .containsExactly(weightGradient(x, outputGradient, channels), within(1e-2f));
  }

  @Test
  void stridedProjection_ofOddSides_isWhatTheScriptComputes() {
    NDArray x = manager.randomNormal(new Shape(2, 5, 7, 4));
    Conv2d projection = projection(5);
    NetworkScript.Writer script = new NetworkScript.Writer(DataType.FLOAT32, true);

    NDArray output = projection.forward(x);

    assertThat(output.getShape()).isEqualTo(new Shape(2, OUT, 4, 2));
    assertThat(output.toFloatArray())
        .containsExactly(
            script
                .returning(List.of(projection.write(script, script.input())))
                .apply(x)
                .get(0)
                .toFloatArray(),
            within(1e-6f));
  }

  private Conv2d projection(int channels) {
    Conv2d conv = Conv2d.withoutBias(channels, OUT, 1, 2, new NormalInitializer(0.1f));
    conv.initialize(manager, DataType.FLOAT32, new Shape(1, channels, SIDE, SIDE));
    return conv;
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] weightGradient(float[] x, float[] outputGradient, int channels) {
    int half = SIDE / 2;
    double[] sums = new double[OUT * channels];
    int next = 0;
    for (int image = 0; image < PICTURES; image++) {
      for (int out = 0; out < OUT; out++) {
        for (int pixel = 0; pixel < half * half; pixel++) {
          int seen = (image * SIDE + 2 * (pixel / half)) * SIDE + 2 * (pixel % half);
          for (int in = 0; in < channels; in++) {
            sums[out * channels + in] += outputGradient[next] * x[seen * channels + in];
          }
          next++;
        }
      }
    }
    float[] gradient = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      gradient[i] = (float) sums[i];
    }
    return gradient;
  }
}
