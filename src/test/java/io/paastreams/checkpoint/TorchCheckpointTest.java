package io.paastreams.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.training.Golden;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {

  @ParameterizedTest
  @ValueSource(strings = {"forms_zip.pth", "forms_legacy.pth"})
  void everyElementTypeAndViewIsReadExactly(String name) throws IOException {
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(GoldenCheckpoints.file(name))) {
      Map<?, ?> tensors = (Map<?, ?>) dict(checkpoint.root(), "state_dict");
      JsonNode expected = Golden.json("ckpt/forms.json");
      List<String> names = new ArrayList<>();
      expected.fieldNames().forEachRemaining(names::add);
      assertThat(tensors.keySet().stream().map(String::valueOf)).containsExactlyElementsOf(names);
      for (String each : names) {
        TorchTensor tensor = (TorchTensor) dict(tensors, each);
        JsonNode form = expected.get(each);
        assertThat(tensor.storage().type().name().toLowerCase(Locale.ROOT))
            .as(each)
            .isEqualTo(form.get("dtype").asText());
        assertThat(tensor.shape()).as(each).isEqualTo(longs(form.get("shape")));
        assertThat(tensor.stride()).as(each).isEqualTo(longs(form.get("stride")));
        assertThat(tensor.offset()).as(each).isEqualTo(form.get("storage_offset").asLong());
        double[] values = new double[tensor.elements()];
        checkpoint.read(tensor, (i, value) -> values[i] = value);
        assertThat(values).as(each).isEqualTo(doubles(form.get("values")));
      }
      assertThat(((TorchTensor) dict(tensors, "shared_a")).storage())
          .isEqualTo(((TorchTensor) dict(tensors, "shared_b")).storage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forms_zip.pth", "forms_legacy.pth"})
  void factsBesideTheTensorsAreReadAsPlainJava(String name) throws IOException {
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(GoldenCheckpoints.file(name))) {
      Map<?, ?> meta = (Map<?, ?>) dict(checkpoint.root(), "meta");
      assertThat(dict(meta, "CLASSES")).isEqualTo(List.of("a", "b"));
      assertThat(dict(meta, "np_float")).isEqualTo(2.5);
      NumpyArray array = (NumpyArray) dict(meta, "np_arr");
      assertThat(array.shape()).containsExactly(3);
      assertThat(array.values()).containsExactly(0L, 1L, 2L);
      List<?> nested = (List<?>) dict(meta, "nested");
      assertThat(nested.get(0)).isEqualTo(1);
      assertThat((Object[]) nested.get(1)).containsExactly(2, 3);
      assertThat((Map<?, ?>) nested.get(2)).hasToString("{k=null}");
      assertThat(nested.subList(3, 6)).isEqualTo(List.of(true, 1.5, -7));
      assertThat(nested.get(6)).isEqualTo(BigInteger.ONE.shiftLeft(70));
      assertThat(nested.get(7)).isEqualTo("é");
      assertThat((byte[]) nested.get(8)).containsExactly(1, 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"tiny_zip.pth", "tiny_legacy.pth"})
  void weightsHaveTheBytesAndTheOrderOfTheReference(String name) throws Exception {
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(GoldenCheckpoints.file(name))) {
      Map<?, ?> tensors = (Map<?, ?>) dict(checkpoint.root(), "state_dict");
      List<String> expected = new ArrayList<>();
      for (JsonNode each : Golden.json("weights/tiny_tensors.json")) {
        expected.add(each.get("name").asText() + " " + each.get("sha256").asText());
      }
      List<String> actual = new ArrayList<>();
      for (Map.Entry<?, ?> entry : tensors.entrySet()) {
        TorchTensor tensor = (TorchTensor) entry.getValue();
        boolean counter = tensor.storage().type() == ElementType.INT64;
        ByteBuffer bytes =
            ByteBuffer.allocate(tensor.elements() * (counter ? 8 : 4))
                .order(ByteOrder.LITTLE_ENDIAN);
        checkpoint.read(
            tensor,
            (i, value) -> {
              if (counter) {
                bytes.putLong((long) value);
              } else {
                bytes.putFloat((float) value);
              }
            });
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
        actual.add(entry.getKey() + " " + HexFormat.of().formatHex(hash));
      }
      assertThat(actual).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_zip.pth", "tiny_legacy.pth"})
  void theOptimizersStateIsReadToo(String name) throws IOException {
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(GoldenCheckpoints.file(name))) {
      Map<?, ?> optimizer = (Map<?, ?>) dict(checkpoint.root(), "optimizer");
      Map<?, ?> state = (Map<?, ?>) dict(optimizer, "state");
      assertThat(state).hasSize(35);
      TorchTensor momentum = (TorchTensor) dict((Map<?, ?>) dict(state, 175), "momentum_buffer");
      assertThat(momentum.shape()).containsExactly(32, 32, 3, 3);
    }
  }

  private static Object dict(Object dict, Object key) {
    Object value = ((Map<?, ?>) dict).get(key);
    assertThat(value).as("entry %s", key).isNotNull();
    return value;
  }

  private static long[] longs(JsonNode list) {
    long[] longs = new long[list.size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = list.get(i).asLong();
    }
    return longs;
  }

  private static double[] doubles(JsonNode list) {
    double[] doubles = new double[list.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = list.get(i).asDouble();
    }
    return doubles;
  }
}
