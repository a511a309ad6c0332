package io.paastreams.model.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.training.Golden;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Coder, overlaps and NMS against the reference's recorded values. */
class BoxUnitsGoldenTest {

  @Test
  void decodedBoxes_equalTheReferencesWithAndWithoutClipping() {
    JsonNode golden = Golden.json("units/decode.json");
    float[] anchors = Golden.floats(golden.get("anchors"));
    float[] deltas = Golden.floats(golden.get("deltas"));
    float[] free = Golden.floats(golden.get("decoded_no_clip"));
    float[] clipped = Golden.floats(golden.get("decoded_clipped"));
    float[] box = new float[4];
    for (int i = 0; i < anchors.length; i += 4) {
      BoxCoder.decode(anchors, i, deltas, i, box, 0);
      for (int j = 0; j < 4; j++) {
        assertThat(box[j]).isCloseTo(free[i + j], within(1e-3f));
      }
      BoxCoder.clip(box, 0, 160, 128);
      for (int j = 0; j < 4; j++) {
        assertThat(box[j]).isCloseTo(clipped[i + j], within(1e-3f));
      }
    }
  }

  @Test
  void encodedDeltas_equalTheReferences() {
    JsonNode golden = Golden.json("units/encode.json");
    float[] anchors = Golden.floats(golden.get("anchors"));
    float[] boxes = Golden.floats(golden.get("gts"));
    float[] deltas = Golden.floats(golden.get("deltas"));
    float[] actual = new float[4];
    for (int i = 0; i < anchors.length; i += 4) {
      BoxCoder.encode(anchors, i, boxes, i, actual, 0);
      for (int j = 0; j < 4; j++) {
        assertThat(actual[j])
            .isCloseTo(deltas[i + j], within(1e-5f * Math.max(1, Math.abs(deltas[i + j]))));
      }
    }
  }

  @Test
  void overlapTables_equalTheReferences() {
    JsonNode golden = Golden.json("units/overlaps.json");
    float[] a = Golden.floats(golden.get("a"));
    float[] b = Golden.floats(golden.get("b"));
    for (int i = 0; i < a.length / 4; i++) {
      for (int j = 0; j < b.length / 4; j++) {
        assertThat(Overlaps.iou(a, 4 * i, b, 4 * j))
            .isCloseTo(at(golden, "iou", i, j), within(1e-5f));
        assertThat(Overlaps.iof(a, 4 * i, b, 4 * j))
            .isCloseTo(at(golden, "iof", i, j), within(1e-5f));
        assertThat(Overlaps.giou(a, 4 * i, b, 4 * j))
            .isCloseTo(at(golden, "giou", i, j), within(1e-5f));
      }
    }
  }

  @Test
  void pairwiseOverlaps_equalTheReferencesAlsoForDegenerateBoxes() {
    JsonNode golden = Golden.json("units/overlaps_aligned.json");
    float[] a = Golden.floats(golden.get("a"));
    float[] b = Golden.floats(golden.get("b"));
    float[] iou = Golden.floats(golden.get("iou"));
    float[] giou = Golden.floats(golden.get("giou"));
    for (int i = 0; i < iou.length; i++) {
      assertThat(Overlaps.iou(a, 4 * i, b, 4 * i)).isCloseTo(iou[i], within(1e-5f));
      assertThat(Overlaps.giou(a, 4 * i, b, 4 * i))
          .isCloseTo(giou[i], within(1e-5f * Math.max(1, Math.abs(giou[i]))));
    }
  }

  @Test
  void nms_keepsTheReferencesBoxesInItsOrder() {
    JsonNode golden = Golden.json("units/nms.json");
    float[] boxes = Golden.floats(golden.get("boxes"));
    float[] scores = Golden.floats(golden.get("scores"));
    int[] labels = Golden.ints(golden.get("labels"));
    assertThat(golden.get("cases")).hasSize(3);
    for (JsonNode expected : golden.get("cases")) {
      float threshold = expected.get("iou_threshold").floatValue();
      assertThat(
              new Nms(threshold, true, -1)
                  .keep(boxes, scores.length, each(scores.length), scores, labels, scores.length))
          .containsExactly(Golden.ints(expected.get("single_class_keep")));
      int[] perClass = Golden.ints(expected.get("batched_keep"));
      assertThat(
              new Nms(threshold, false, -1)
                  .keep(boxes, scores.length, each(scores.length), scores, labels, scores.length))
          .containsExactly(perClass);
      assertThat(
              new Nms(threshold, false, 5)
                  .keep(boxes, scores.length, each(scores.length), scores, labels, scores.length))
          .containsExactly(java.util.Arrays.copyOf(perClass, 5));
    }
  }

  private static float at(JsonNode golden, String table, int row, int column) {
    return golden.get(table).get(row).get(column).floatValue();
  }

  /** One box per candidate. */
  private static int[] each(int count) {
    return IntStream.range(0, count).toArray();
  }
}
