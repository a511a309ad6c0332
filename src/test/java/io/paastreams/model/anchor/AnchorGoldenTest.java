package io.paastreams.model.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.training.Golden;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Anchors equal the reference's to the last bit. */
class AnchorGoldenTest {

  private static final AnchorGenerator GENERATOR = new AnchorGenerator(8, 3, 5);

  @Test
  void firstAnchors_areCentredOnTheCornerOfTheImage() {
    // Side 8 * 8 = 64 around (0, 0), then one stride of 8 to the right: no half-stride offset.
    float[] boxes = GENERATOR.generate(128, 160).get(0).boxes();
    assertThat(boxes).startsWith(-32, -32, 32, 32, -24, -32, 40, 32);
  }

  @Test
  void everyGrid_hasTheRecordedAnchors() throws Exception {
    for (Map.Entry<String, JsonNode> grid :
        Golden.json("train/anchors/anchors.json").get("grids").properties()) {
      String[] size = grid.getKey().split("x");
      List<AnchorLevel> levels =
          GENERATOR.generate(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
      assertThat(levels).hasSize(grid.getValue().size());
      for (JsonNode expected : grid.getValue()) {
        AnchorLevel level = levels.get(expected.get("level").asInt());
        assertThat(level.rows()).isEqualTo(expected.get("feat").get(0).asInt());
        assertThat(level.columns()).isEqualTo(expected.get("feat").get(1).asInt());
        assertThat(level.size()).isEqualTo(expected.get("num").asInt());
        assertThat(sha256(level.boxes())).isEqualTo(expected.get("sha256").asText());
      }
    }
  }

  @Test
  void anchorsBeyondAnImagesOwnPadding_areNotValid() {
    JsonNode expected =
        Golden.json("train/anchors/anchors.json").get("valid_flags_128x160_pad_96x128");
    List<AnchorLevel> levels = GENERATOR.generate(128, 160);
    for (int i = 0; i < levels.size(); i++) {
      boolean[] valid = levels.get(i).valid(96, 128);
      assertThat(valid).hasSize(expected.get(i).size());
      for (int j = 0; j < valid.length; j++) {
        assertThat(valid[j]).isEqualTo(expected.get(i).get(j).asInt() == 1);
      }
    }
  }

  private static String sha256(float[] values) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
