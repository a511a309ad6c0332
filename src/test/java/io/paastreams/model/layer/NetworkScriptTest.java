package io.paastreams.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.NormalInitializer;
import io.paastreams.model.torch.TorchRuntime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the inference script does differently from the layers, with the same result. */
@Tag("engine")
class NetworkScriptTest {

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @BeforeAll
  static void startEngine() {
    TorchRuntime.start();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT16", "BFLOAT16"})
  void poolingOnACpu_isTheEnginesInItsOwnType(DataType type) {
    NDArray x = Casts.to(type, manager.randomNormal(new Shape(2, 5, 9, 14)));

    NDArray onCpu = pooled(new NetworkScript.Writer(type, true), x);
    NDArray asOnGpu = pooled(new NetworkScript.Writer(type, false), x);

    assertThat(onCpu.getShape()).isEqualTo(new Shape(2, 5, 5, 7));
    assertThat(floats(onCpu)).isEqualTo(floats(asOnGpu));
  }

  private static NDArray pooled(NetworkScript.Writer script, NDArray x) {
    return script.returning(List.of(MaxPool.write(script, script.input()))).apply(x).get(0);
  }

  private static float[] floats(NDArray array) {
    return Casts.to(DataType.FLOAT32, array).toFloatArray();
  }

  @Test
  void convolutionsWrittenAsOne_giveTheOutputsOfBoth() {
    NDArray x = manager.randomNormal(new Shape(2, 6, 7, 5));
    Conv2d four = conv(6, 4, 3, 1);
    Conv2d one = conv(6, 1, 3, 1);
    NetworkScript.Writer script = new NetworkScript.Writer(DataType.FLOAT32, true);
    // Twice, as at two levels: the joined weights are shared.
    Value first = four.writeWith(script, one, script.input());
    Value second = four.writeWith(script, one, script.input());

    NDList outputs = script.returning(List.of(first, second)).apply(x);

    float[] expected = four.forward(x).concat(one.forward(x), 1).toFloatArray();
    for (NDArray output : outputs) {
      assertThat(output.getShape()).isEqualTo(new Shape(2, 5, 7, 5));
      assertThat(output.toFloatArray()).containsExactly(expected, within(1e-6f));
    }
  }

  @Test
  void convolutionsOfAnotherKind_cannotBeOne() {
    NetworkScript.Writer script = new NetworkScript.Writer(DataType.FLOAT32, true);
    Conv2d conv = conv(6, 4, 3, 1);
    for (Conv2d other : List.of(conv(5, 1, 3, 1), conv(6, 1, 1, 1), conv(6, 1, 3, 2))) {
      assertThatThrownBy(() -> conv.writeWith(script, other, script.input()))
          .hasMessage("convolutions of different kinds cannot be merged");
    }
  }

  private Conv2d conv(int inChannels, int outChannels, int kernel, int stride) {
    Conv2d conv =
        Conv2d.withBias(inChannels, outChannels, kernel, stride, new NormalInitializer(0.1f), 0.5f);
    conv.initialize(manager, DataType.FLOAT32, new Shape(1, inChannels, 8, 8));
    return conv;
  }
}
