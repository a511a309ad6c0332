package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.model.ModelFolder.WeightFormat;
import io.paastreams.model.StateDict.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
class SafetensorsTest {

  @TempDir Path folder;

  @Test
  void float32Weights_readBackBitForBit() throws IOException {
    StateDict weights =
        new StateDict(
            Map.of(
                "big",
                new Tensor(
                    new long[] {3, 40_000},
                    new Random(1)
                        .ints(120_000)
                        .collect(() -> new FloatSink(120_000), FloatSink::add, (a, b) -> {})
                        .values)));
    Path file = folder.resolve("w");
    Safetensors.write(file, weights, WeightFormat.FLOAT32);
    assertThat(Safetensors.read(file).tensor("big").values())
        .isEqualTo(weights.tensor("big").values());
  }

  @Test
  void float16WeightsAreRounded_scalarsAndOrderKept() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("z", new Tensor(new long[0], new float[] {0.1f}));
    tensors.put("a", new Tensor(new long[] {2, 1}, new float[] {1.5f, -65504f}));
    Path file = folder.resolve("w");
    Safetensors.write(file, new StateDict(tensors), WeightFormat.FLOAT16);
    StateDict read = Safetensors.read(file);
    assertThat(read.tensors().keySet()).containsExactly("z", "a");
    assertThat(read.tensor("z").values()).containsExactly(0.099975586f);
    assertThat(read.tensor("a").values()).containsExactly(1.5f, -65504f);
  }

  @Test
  void aValueThatFloat16CannotHold_isRefusedByName() {
    StateDict weights =
        new StateDict(Map.of("gain", new Tensor(new long[] {1}, new float[] {70_000f})));
    assertThatThrownBy(() -> Safetensors.write(folder.resolve("w"), weights, WeightFormat.FLOAT16))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gain contains 70000.0")
        .hasMessageContaining("float32");
  }

  @Test
  void bfloat16_isWidened() throws IOException {
    Path file = file("{'a':{'dtype':'BF16','shape':[1],'data_offsets':[0,2]}}", 0x49, 0xc0);
    assertThat(Safetensors.read(file).tensor("a").values()).containsExactly(-3.140625f);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 9, 8L << 20, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32})
  void hostileHeaderLengthsAreRefusedBeforeAllocation(long length) throws IOException {
    byte[] bytes = new byte[16];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    Path file = Files.write(folder.resolve("w"), bytes);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("header of " + length + " bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}                | needs 1 values",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}                | needs 2 values",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}                | gap or overlap",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}                | names 4 bytes",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}               | names 12 bytes",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,8]}}               | has -1 in a's shape",
        "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}}              | has 1.5 in",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | too many",
        "{'a':{'dtype':'F32','shape':[9223372036854775807,0],'data_offsets':[0,0]}} | names 0 bytes",
        "{'a':{'dtype':'F32','shape':[1000000000],'data_offsets':[0,4000000000]}} | needs 1000000000",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}                  | needs 1 values",
        "{'a':{'dtype':'F32','shape':[1]}}                                     | has no list",
        "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}                | I64",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | overlap",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | not JSON",
        "{'a':7}                                                               | dtype",
        "{}                                                                    | names 0 bytes",
        "[]                                                                    | names 0 bytes",
        "{'a'                                                                  | not JSON",
      })
  void headersThatLieAreRefused(String header, String finding) throws IOException {
    Path file = file(header, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file + " is not a valid safetensors file")
        .hasMessageContaining(finding);
  }

  @Test
  void aDeeplyNestedHeader_isRefused() throws IOException {
    Path file = file("[".repeat(100_000), 0);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void aFileCutShortAnywhere_isRefused() throws IOException {
    Recipe recipe = TestModels.recipe();
    Path whole = folder.resolve("w");
    Safetensors.write(whole, TestModels.weights(recipe, 2), WeightFormat.FLOAT16);
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length += 1 + length / 7) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Safetensors.read(cut)).isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void changedBytesAreReadOrRefused_neverAnythingElse() throws IOException {
    Path whole = folder.resolve("w");
    Safetensors.write(
        whole,
        new StateDict(Map.of("a", new Tensor(new long[] {2, 2}, new float[4]))),
        WeightFormat.FLOAT32);
    byte[] bytes = Files.readAllBytes(whole);
    Random random = new Random(11);
    int refused = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] changed = bytes.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("changed"), changed);
      try {
        Safetensors.read(file);
      } catch (ModelFormatException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  private Path file(String header, int... data) throws IOException {
    byte[] json = header.strip().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (int each : data) {
      bytes.put((byte) each);
    }
    return Files.write(folder.resolve("made"), bytes.array());
  }

  /** Random bits as floats, NaN excepted. */
  private static final class FloatSink {
    private final float[] values;
    private int count;

    FloatSink(int size) {
      values = new float[size];
    }

    void add(int bits) {
      float value = Float.intBitsToFloat(bits);
      values[count++] = Float.isNaN(value) ? 0 : value;
    }
  }
}
