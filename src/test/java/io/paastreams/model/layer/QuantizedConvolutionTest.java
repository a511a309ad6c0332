package io.paastreams.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.NormalInitializer;
import io.paastreams.model.torch.TorchRuntime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Byte convolutions compared with the same in floats. */
@Tag("engine")
class QuantizedConvolutionTest {

  /** Whole numbers up to 255 are bytes as they are. */
  private static final Range WHOLE = new Range(0, 255);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final Random random = new Random(3);

  @BeforeAll
  static void startEngine() {
    TorchRuntime.start();
    assumeTrue(ByteArithmetic.measure().exact(), "this CPU has no VNNI");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static NetworkScript.Writer writer(Map<Layer, String> places, Map<String, Range> ranges) {
    return new NetworkScript.Writer(
        DataType.FLOAT32, true, new ActivationStorage.AsBytes(ranges), places);
  }

  /** Of whole numbers, 127 among them in each output channel, so that nothing is rounded. */
  private Conv2d wholeKernels(int inChannels, int outChannels, int kernel, int stride) {
    Conv2d conv =
        Conv2d.withoutBias(inChannels, outChannels, kernel, stride, new NormalInitializer(1));
    conv.initialize(manager, DataType.FLOAT32, new Shape(1, inChannels, 8, 8));
    int perChannel = inChannels * kernel * kernel;
    float[] weights = new float[outChannels * perChannel];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % perChannel == 0 ? 127 : random.nextInt(-126, 127);
    }
    NDArray array = weight(conv);
    array.set(weights);
    return conv;
  }

  private NDArray wholeNumbers(int images, int channels, int height, int width) {
    float[] values = new float[images * channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(256);
    }
    return manager.create(values, new Shape(images, height, width, channels)).transpose(0, 3, 1, 2);
  }

  @Test
  void sumsOfWholeNumbers_areExact() {
    // Few channels, more than a register holds, all taps, strides, one image and several.
    for (int[] shape :
        List.of(
            new int[] {1, 2, 3, 3, 1},
            new int[] {2, 3, 24, 7, 2},
            new int[] {3, 48, 5, 3, 1},
            new int[] {1, 70, 33, 1, 2})) {
      Conv2d conv = wholeKernels(shape[1], shape[2], shape[3], shape[4]);
      NDArray x = wholeNumbers(shape[0], shape[1], 9, 11);
      NetworkScript.Writer script = writer(Map.of(), Map.of("in", WHOLE));
      Value sums = conv.write(script, script.stored("in", script.input()));

      float[] actual = script.returning(List.of(sums)).apply(x).get(0).toFloatArray();

      float[] expected = conv.forward(x).toFloatArray();
      assertThat(actual).containsExactly(expected, within(1f));
      assertThat(expected[0]).isNotZero();
    }
  }

  @Test
  void shortcutAndRelu_areOneWithTheConvolution() {
    Conv2d first = identity(6);
    Conv2d conv = wholeKernels(6, 6, 3, 1);
    NDArray x = wholeNumbers(2, 6, 5, 7);
    float most = conv.forward(x).add(x).max().getFloat();
    NetworkScript.Writer script =
        writer(
            Map.of(first, "first", conv, "sum"),
            Map.of("in", WHOLE, "first", WHOLE, "sum", new Range(0, most)));
    Value in = script.stored("in", script.input());
    Value y = script.stored(first, first.write(script, in));
    Value sum = Relu.writeSum(script, conv, conv.write(script, y), in);
    assertThat(sum).isInstanceOf(Value.Bytes.class);
    // A 1x1 kernel of ones in the middle brings the bytes back as floats.
    Conv2d same = identity(6);

    NDArray actual = script.returning(List.of(same.write(script, sum))).apply(x).get(0);

    float[] expected = Relu.of(conv.forward(x).add(x)).toFloatArray();
    assertThat(actual.toFloatArray()).containsExactly(expected, within(0.51f * most / 255));
  }

  @Test
  void bytesInWhoseMemoryASumLies_areReadByNobody() {
    Conv2d conv = wholeKernels(6, 6, 3, 1);
    NetworkScript.Writer script = writer(Map.of(conv, "conv"), Map.of("in", WHOLE, "conv", WHOLE));
    Value in = script.stored("in", script.input());
    Value y = script.stored(conv, conv.write(script, in));
    var unused = Relu.writeSum(script, conv, conv.write(script, y), in);
    assertThatThrownBy(() -> conv.write(script, in)).hasMessageContaining("has overwritten it");

    Value z = script.stored(conv, conv.write(script, y));
    assertThatThrownBy(() -> Relu.writeSum(script, conv, conv.write(script, z), z))
        .as("a kernel would read what its neighbour has written")
        .hasMessageContaining("has overwritten it");
  }

  private static NDArray weight(Conv2d conv) {
    return Objects.requireNonNull(conv.namedParameters().get("weight")).getArray();
  }

  private Conv2d identity(int channels) {
    Conv2d conv = Conv2d.withoutBias(channels, channels, 1, 1, new NormalInitializer(1));
    conv.initialize(manager, DataType.FLOAT32, new Shape(1, channels, 8, 8));
    weight(conv).set(manager.eye(channels).toFloatArray());
    return conv;
  }

  @Test
  void pooledBytes_areThePooledFloats() {
    Conv2d same = identity(4);
    NDArray x = wholeNumbers(2, 4, 9, 14).sub(100);
    NetworkScript.Writer script =
        writer(
            Map.of(same, "stem"), Map.of("in", new Range(-100, 155), "stem", new Range(-100, 155)));
    Value in = script.stored("in", script.input());
    Value pooled = MaxPool.writeRectified(script, same, same.write(script, in));

    NDArray actual = script.returning(List.of(identity(4).write(script, pooled))).apply(x).get(0);

    NetworkScript.Writer floats = new NetworkScript.Writer(DataType.FLOAT32, true);
    Value expected = MaxPool.writeRectified(floats, same, floats.input());
    assertThat(actual.toFloatArray())
        .containsExactly(
            floats.returning(List.of(expected)).apply(x.duplicate()).get(0).toFloatArray(),
            within(0.31f));
  }

  @Test
  void placeWithoutRange_isNamed() {
    NetworkScript.Writer script = writer(Map.of(), Map.of());
    assertThatThrownBy(() -> script.stored("neck", script.input()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no range for neck");
  }

  @Test
  void zero_isAlwaysAByte() {
    assertThat(Quantization.of(new Range(2, 5))).isEqualTo(new Quantization(5 / 255f, 0));
    assertThat(Quantization.of(new Range(-5, -2))).isEqualTo(new Quantization(5 / 255f, 255));
    assertThat(Quantization.of(new Range(-1, 4))).isEqualTo(new Quantization(5 / 255f, 51));
    assertThat(Quantization.of(new Range(0, 0)).scale()).isPositive();
  }
}
