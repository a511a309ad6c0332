package io.paastreams.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.dataset.Category;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.DatasetImage;
import io.paastreams.dataset.Sample;
import io.paastreams.dataset.Truth;
import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One image of 100 x 100 with a dog on the left and a cat on the right. */
class ServedCountsTest {

  private static final int DOG = 0;
  private static final int CAT = 1;
  private static final Truth A_DOG = new Truth(1, 0, 0, 10, 10, DOG, false, 100);
  private static final Truth A_CAT = new Truth(2, 50, 50, 10, 10, CAT, false, 100);

  private static Detection box(float x, float y, float side, int classId, float score) {
    return new Detection(new Box(x, y, x + side, y + side), classId, score);
  }

  private static Evaluation evaluation(List<Truth> truths, Detection... detections) {
    return new Evaluation(
        new Dataset(
            List.of(new Category(1, "dog"), new Category(2, "cat")),
            List.of(new Sample(new DatasetImage(7, "p", new Size(100, 100), null), truths))),
        Map.of(7L, List.of(detections)),
        1);
  }

  private static ServedCounts counts(double threshold, Detection... detections) {
    return evaluation(List.of(A_DOG, A_CAT), detections).served(threshold);
  }

  @Test
  void aBoxOnEachObject_isRight() {
    assertThat(counts(0.3, box(0, 0, 10, DOG, 0.9f), box(50, 50, 10, CAT, 0.8f)))
        .isEqualTo(new ServedCounts(0.3, 2, 2, 2, 0, 0, 0, 0));
  }

  @Test
  void withoutBoxes_everythingIsMissed() {
    assertThat(counts(0.3)).isEqualTo(new ServedCounts(0.3, 0, 0, 0, 0, 0, 0, 2));
    assertThat(counts(0.3, box(0, 0, 10, DOG, 0.3f)).missed()).isEqualTo(2);
  }

  @Test
  void aBoxThatFitsBadly_isRightButNotClose_andOneThatBarelyTouchesIsElsewhere() {
    // 20 x 20 around the dog: IoU 100 / 400 = 0.25; 32 x 32: 100 / 1024 = 0.098.
    assertThat(counts(0.3, box(0, 0, 20, DOG, 0.9f)))
        .isEqualTo(new ServedCounts(0.3, 1, 1, 0, 0, 0, 0, 1));
    assertThat(counts(0.3, box(0, 0, 32, DOG, 0.9f)))
        .isEqualTo(new ServedCounts(0.3, 1, 0, 0, 0, 0, 1, 2));
  }

  @Test
  void furtherBoxesOfOneObject_countAsSuch_whateverTheirClass() {
    assertThat(
            counts(
                0.3, box(0, 0, 10, DOG, 0.5f), box(1, 0, 10, DOG, 0.9f), box(0, 1, 10, CAT, 0.8f)))
        .isEqualTo(new ServedCounts(0.3, 3, 1, 1, 0, 2, 0, 1));
  }

  @Test
  void anObjectIsRight_evenIfAWrongClassScoresHigher() {
    assertThat(counts(0.3, box(0, 0, 10, CAT, 0.9f), box(0, 0, 10, DOG, 0.5f)))
        .isEqualTo(new ServedCounts(0.3, 2, 1, 1, 0, 1, 0, 1));
    assertThat(counts(0.6, box(0, 0, 10, CAT, 0.9f), box(0, 0, 10, DOG, 0.5f)))
        .isEqualTo(new ServedCounts(0.6, 1, 0, 0, 1, 0, 0, 1));
  }

  @Test
  void aBoxBelongsToTheObjectOfItsClass_evenIfItOverlapsAnotherMore() {
    Truth rider = new Truth(3, 0, 5, 10, 10, CAT, false, 100);
    // The dog's box overlaps the dog by 60 of 140 and the cat by 90 of 110.
    ServedCounts counts =
        evaluation(List.of(A_DOG, rider), box(0, 4, 10, DOG, 0.9f), box(0, 5, 10, CAT, 0.8f))
            .served(0.3);
    assertThat(counts).isEqualTo(new ServedCounts(0.3, 2, 2, 1, 0, 0, 0, 0));
  }

  @Test
  void whatLiesInACrowd_isNeitherRightNorWrong() {
    Truth crowd = new Truth(4, 20, 20, 40, 40, DOG, true, 1600);
    assertThat(
            evaluation(List.of(crowd), box(30, 30, 10, DOG, 0.9f), box(30, 30, 10, CAT, 0.8f))
                .served(0.3))
        .isEqualTo(new ServedCounts(0.3, 1, 0, 0, 0, 0, 1, 0));
  }

  @Test
  void calibrationError_isTheMeanGapBetweenScoreAndShare() {
    // 0.9 and right: gap 0.1; 0.6 and elsewhere, 0.62 and right: mean 0.61, half right: 0.11 each.
    Reliability reliability =
        evaluation(
                List.of(A_DOG, A_CAT),
                box(0, 0, 10, DOG, 0.9f),
                box(80, 0, 10, DOG, 0.6f),
                box(50, 50, 10, CAT, 0.62f))
            .reliability();
    assertThat(reliability.boxes()).isEqualTo(3);
    assertThat(reliability.bins()).hasSize(2);
    assertThat(reliability.bins().get(0).right()).isEqualTo(0.5);
    assertThat(reliability.error()).isCloseTo((0.1 + 0.11 + 0.11) / 3, within(1e-6));
    assertThat(evaluation(List.of(A_DOG)).reliability().error()).isZero();
  }

  @Test
  void theFit_findsHowOftenScoresAreRight() {
    // At 0.4 one in five is right, at 0.6 four in five: logit(p) = 3.419 logit(score).
    List<List<Double>> points = CalibrationFit.points(rightOf(Map.of(0.4f, 20, 0.6f, 80)));
    assertThat(points).allMatch(point -> point.get(0) > 0 && point.get(1) < 1);
    assertThat(at(points, 0.4)).isCloseTo(0.2, within(0.002));
    assertThat(at(points, 0.5)).isCloseTo(0.5, within(0.002));
    assertThat(at(points, 0.6)).isCloseTo(0.8, within(0.002));
    for (int i = 1; i < points.size(); i++) {
      assertThat(points.get(i).get(1)).isGreaterThan(points.get(i - 1).get(1));
    }
  }

  @Test
  void scoresThatSayTheOpposite_cannotBeFitted() {
    assertThatThrownBy(() -> CalibrationFit.points(rightOf(Map.of(0.4f, 80, 0.6f, 20))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not right more often");
  }

  private static double at(List<List<Double>> points, double score) {
    return points.stream()
        .filter(point -> Math.abs(point.get(0) - score) < 1e-9)
        .findFirst()
        .orElseThrow()
        .get(1);
  }

  /** A hundred images per score, this many of which show what the box says. */
  private static Evaluation rightOf(Map<Float, Integer> rightOfHundred) {
    List<Sample> samples = new ArrayList<>();
    Map<Long, List<Detection>> found = new LinkedHashMap<>();
    rightOfHundred.forEach(
        (score, right) -> {
          for (int i = 0; i < 100; i++) {
            long id = samples.size();
            samples.add(
                new Sample(
                    new DatasetImage(id, "p" + id, new Size(100, 100), null),
                    i < right ? List.of(A_DOG) : List.of()));
            found.put(id, List.of(box(0, 0, 10, DOG, score)));
          }
        });
    return new Evaluation(
        new Dataset(List.of(new Category(1, "dog"), new Category(2, "cat")), samples), found, 1);
  }
}
