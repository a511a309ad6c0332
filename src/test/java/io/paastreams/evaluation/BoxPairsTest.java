package io.paastreams.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BoxPairsTest {

  private static final Detection DRONE = box(0, 0, 0, 10, 10, 0.9f);

  @Test
  void aPair_needsTheSameClassAndHalfOfTheUnion() {
    assertThat(BoxPairs.match(List.of(DRONE), List.of(box(0, 0, 0, 10, 5, 0.8f))).pairs())
        .singleElement()
        .satisfies(pair -> assertThat(pair.iou()).isEqualTo(0.5));
    assertThat(BoxPairs.match(List.of(DRONE), List.of(box(0, 0, 0, 10, 4.9f, 0.8f))).pairs())
        .isEmpty();
    assertThat(BoxPairs.match(List.of(DRONE), List.of(box(1, 0, 0, 10, 10, 0.8f))).pairs())
        .isEmpty();
  }

  @Test
  void theLargestOverlapIsPairedFirst_whateverTheScores() {
    Detection far = box(0, 2, 0, 12, 10, 0.95f);
    Detection near = box(0, 1, 0, 11, 10, 0.3f);

    BoxPairs pairs = BoxPairs.match(List.of(DRONE), List.of(far, near));

    assertThat(pairs.pairs()).extracting(BoxPairs.Pair::b).containsExactly(near);
    assertThat(pairs.pairs().get(0).iou()).isCloseTo(9.0 / 11, within(1e-9));
    assertThat(pairs.onlyB()).containsExactly(far);
    assertThat(pairs.disagreement()).isCloseTo(0.95, within(1e-6));
  }

  @Test
  void theSameObjectUnderAnotherName_isRenamed() {
    Detection bird = box(1, 0, 0, 10, 9, 0.7f);
    BoxPairs pairs = BoxPairs.match(List.of(DRONE), List.of(bird));

    assertThat(pairs.onlyA()).containsExactly(DRONE);
    assertThat(pairs.renamed()).extracting(BoxPairs.Pair::b).containsExactly(bird);
  }

  @Test
  void neitherModelComesFirst_andEveryBoxIsSomewhere() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      List<Detection> a = boxes(random);
      List<Detection> b = boxes(random);
      BoxPairs one = BoxPairs.match(a, b);
      BoxPairs other = BoxPairs.match(b, a);

      assertThat(one.onlyA()).isEqualTo(other.onlyB());
      assertThat(one.onlyB()).isEqualTo(other.onlyA());
      assertThat(one.pairs().size() + one.onlyA().size()).isEqualTo(a.size());
      assertThat(one.pairs().size() + one.onlyB().size()).isEqualTo(b.size());
      assertThat(one.pairs())
          .allMatch(pair -> pair.iou() >= 0.5 && pair.a().classId() == pair.b().classId());
    }
  }

  private static List<Detection> boxes(Random random) {
    List<Detection> boxes = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      float x = random.nextFloat() * 8;
      float y = random.nextFloat() * 8;
      boxes.add(
          box(
              random.nextInt(2),
              x,
              y,
              x + 5 + random.nextFloat() * 5,
              y + 5 + random.nextFloat() * 5,
              random.nextFloat()));
    }
    return boxes;
  }

  static Detection box(int classId, float x1, float y1, float x2, float y2, float score) {
    return new Detection(new Box(x1, y1, x2, y2), classId, score);
  }
}
