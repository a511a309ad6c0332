package io.paastreams.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.paastreams.geometry.Size;
import org.junit.jupiter.api.Test;

/** Compared with the table of golden/tracking. */
final class BoundsTest {

  private static final double TOLERANCE = 1e-12;

  @Test
  void bufferedOverlap_equalsTheTable() {
    JsonNode rows = TimedSequence.resource("biou.json.gz");
    assertThat(rows).hasSizeGreaterThan(200);
    for (JsonNode row : rows) {
      double buffer = row.get("buffer").asDouble();
      double overlap = bounds(row.get("a")).bufferedOverlap(bounds(row.get("b")), buffer, buffer);
      assertThat(overlap).as("%s", row).isCloseTo(row.get("iou").asDouble(), within(TOLERANCE));
    }
  }

  @Test
  void coveredBy_isTheShareOfThisBox() {
    Bounds box = new Bounds(0, 0, 10, 10);
    assertThat(box.coveredBy(new Bounds(5, -5, 30, 30))).isEqualTo(0.5);
    assertThat(new Bounds(5, 5, 5, 5).coveredBy(box)).isZero();
  }

  @Test
  void clippedTo_keepsWhatIsInTheFrame() {
    assertThat(new Bounds(-5, 3, 20, 300).clippedTo(new Size(10, 100)))
        .isEqualTo(new Bounds(0, 3, 10, 100));
  }

  private static Bounds bounds(JsonNode corners) {
    return new Bounds(
        corners.get(0).asDouble(),
        corners.get(1).asDouble(),
        corners.get(2).asDouble(),
        corners.get(3).asDouble());
  }
}
