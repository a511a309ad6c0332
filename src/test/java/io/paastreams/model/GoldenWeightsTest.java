package io.paastreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.training.Golden;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The value rule gives the reference's weights bit for bit. */
@Tag("engine")
class GoldenWeightsTest {

  @ParameterizedTest
  @ValueSource(strings = {"r50", "r101", "tiny"})
  void everyTensor_hasTheRecordedHash(String model) throws Exception {
    StateDict weights =
        model.equals("tiny") ? GoldenWeights.tiny() : GoldenWeights.stateDict(model);
    int compared = 0;
    for (JsonNode entry : Golden.json("weights/" + model + "_tensors.json")) {
      String name = entry.get("name").asText();
      if (entry.get("dtype").asText().equals("float32")) {
        assertThat(sha256(weights.tensor(name).values()))
            .as(name)
            .isEqualTo(entry.get("sha256").asText());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(weights.tensors().size()).isGreaterThan(300);
  }

  @Test
  void inputs_followTheWorkedExamples() {
    for (JsonNode example : Golden.json("weights/rule_vectors.json")) {
      if (example.get("name").asText().equals("input")) {
        int index = example.get("index").asInt();
        assertThat(GoldenWeights.input("input", index + 1)[index])
            .isEqualTo(example.get("value").floatValue());
      }
    }
  }

  private static String sha256(float[] values) throws NoSuchAlgorithmException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
