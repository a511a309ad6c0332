package io.paastreams.model.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Boxes whose overlaps can be computed mentally. */
class ServingFilterTest {

  private static final int DOG = 0;
  private static final int CAT = 1;

  /** Above 0.5, faint ones from 0.2; IoU 0.3 across classes, containment 0.7, all of them. */
  private static final ServingConfig CONFIG =
      new ServingConfig(0.5f, 0.2f, 0.3f, true, 0.7f, -1, ScoreCalibration.NONE);

  /** x1, y1, x2, y2, score, label. */
  private static Detections detections(float[]... each) {
    Detections detections =
        new Detections(new float[4 * each.length], new float[each.length], new int[each.length]);
    for (int i = 0; i < each.length; i++) {
      System.arraycopy(each[i], 0, detections.boxes(), 4 * i, 4);
      detections.scores()[i] = each[i][4];
      detections.labels()[i] = (int) each[i][5];
    }
    return detections;
  }

  private static float[] box(float x1, float y1, float x2, float y2, float score, int label) {
    return new float[] {x1, y1, x2, y2, score, label};
  }

  private static float[] scores(ServingConfig config, float[]... each) {
    return new ServingFilter(config).apply(detections(each)).scores();
  }

  @Test
  void whatOverlapsABetterBoxTooMuch_goes_whateverItsClass() {
    // Two squares of side 10: moved by 5, they share 50 of 150 (0.333); by 6, 40 of 160 (0.25).
    float[] best = box(0, 0, 10, 10, 0.9f, DOG);
    assertThat(scores(CONFIG, box(5, 0, 15, 10, 0.8f, DOG), best)).containsExactly(0.9f);
    assertThat(scores(CONFIG, box(5, 0, 15, 10, 0.8f, CAT), best)).containsExactly(0.9f);
    assertThat(scores(CONFIG, box(6, 0, 16, 10, 0.8f, CAT), best)).containsExactly(0.9f, 0.8f);
  }

  @Test
  void withinClasses_boxesOfOthersStay() {
    ServingConfig within =
        new ServingConfig(0.5f, 0.2f, 0.3f, false, 0.7f, -1, ScoreCalibration.NONE);
    float[] best = box(0, 0, 10, 10, 0.9f, DOG);
    assertThat(scores(within, box(0, 0, 10, 10, 0.8f, CAT), best)).containsExactly(0.9f, 0.8f);
    assertThat(scores(within, box(0, 0, 10, 10, 0.8f, DOG), best)).containsExactly(0.9f);
    assertThat(scores(within, box(1, 1, 3, 3, 0.8f, CAT), best)).containsExactly(0.9f, 0.8f);
    assertThat(scores(within, box(1, 1, 3, 3, 0.8f, DOG), best)).containsExactly(0.9f);
  }

  @Test
  void anIouOfExactlyTheThreshold_stays() {
    ServingConfig third =
        new ServingConfig(0.5f, 0.2f, 50f / 150, true, -1, -1, ScoreCalibration.NONE);
    assertThat(scores(third, box(0, 0, 10, 10, 0.9f, DOG), box(5, 0, 15, 10, 0.8f, DOG)))
        .hasSize(2);
  }

  @Test
  void whatLiesWithinABetterBox_orAroundIt_goes() {
    // IoU 0.04 and 0.0324, so only containment decides.
    float[] large = box(0, 0, 100, 100, 0.9f, DOG);
    assertThat(scores(CONFIG, large, box(10, 10, 30, 30, 0.8f, CAT))).containsExactly(0.9f);
    assertThat(scores(CONFIG, large, box(10, 10, 30, 30, 0.95f, CAT))).containsExactly(0.95f);
    // Of 20 x 20 pixels, 14 columns lie within (0.7, which is enough), or 13 (0.65).
    assertThat(scores(CONFIG, large, box(86, 0, 106, 20, 0.8f, DOG))).containsExactly(0.9f);
    assertThat(scores(CONFIG, large, box(87, 0, 107, 20, 0.8f, DOG))).containsExactly(0.9f, 0.8f);
  }

  @Test
  void withoutContainment_whatLiesWithinStays() {
    ServingConfig never = new ServingConfig(0.5f, 0.2f, 0.3f, true, -1, -1, ScoreCalibration.NONE);
    assertThat(scores(never, box(0, 0, 100, 100, 0.9f, DOG), box(10, 10, 30, 30, 0.8f, CAT)))
        .hasSize(2);
  }

  @Test
  void whatIsSuppressed_suppressesNothing() {
    // A chain: the second overlaps both others by a third, the third only the second.
    assertThat(
            scores(
                CONFIG,
                box(0, 0, 10, 10, 0.9f, DOG),
                box(5, 0, 15, 10, 0.8f, DOG),
                box(10, 0, 20, 10, 0.7f, DOG)))
        .containsExactly(0.9f, 0.7f);
  }

  @Test
  void sureBoxesComeFirst_faintOnesNext_whatScoresNoMoreThanTheFaintThresholdNever() {
    assertThat(
            scores(
                CONFIG,
                box(0, 0, 1, 1, 0.2f, DOG),
                box(10, 0, 11, 1, 0.3f, DOG),
                box(20, 0, 21, 1, 0.5f, DOG),
                box(30, 0, 31, 1, 0.6f, DOG)))
        .containsExactly(0.6f, 0.5f, 0.3f);
  }

  @Test
  void equalScoresKeepTheirOrder_andTheFirstSuppresses() {
    Detections served =
        new ServingFilter(CONFIG)
            .apply(
                detections(
                    box(0, 0, 10, 10, 0.9f, CAT),
                    box(1, 0, 11, 10, 0.9f, DOG),
                    box(50, 0, 60, 10, 0.9f, DOG)));
    assertThat(served.labels()).containsExactly(CAT, DOG);
    assertThat(served.boxes()).containsExactly(0, 0, 10, 10, 50, 0, 60, 10);
  }

  @Test
  void theBestStay_ifThereAreMoreThanMayBe() {
    ServingConfig two = new ServingConfig(0.5f, 0.2f, 0.3f, true, 0.7f, 2, ScoreCalibration.NONE);
    assertThat(
            scores(
                two,
                box(0, 0, 1, 1, 0.3f, DOG),
                box(10, 0, 11, 1, 0.8f, DOG),
                box(20, 0, 21, 1, 0.9f, DOG)))
        .containsExactly(0.9f, 0.8f);
  }

  @Test
  void boxesWithoutArea_doNotHarmTheOthers() {
    assertThat(scores(CONFIG, box(5, 5, 5, 5, 0.9f, DOG), box(0, 0, 10, 10, 0.8f, DOG)))
        .containsExactly(0.9f, 0.8f);
    assertThat(scores(CONFIG)).isEmpty();
  }

  @Test
  void thresholds_areCalibratedScores() {
    // 0.5 becomes 0.8, half of it half of that, and 0.75 is half way from there to 1.
    ScoreCalibration calibration =
        ScoreCalibration.of(List.of(new ScoreCalibration.Point(0.5f, 0.8f)));
    ServingConfig config = new ServingConfig(0.85f, 0.4f, 0.3f, true, 0.7f, -1, calibration);
    assertThat(
            scores(
                config,
                box(0, 0, 1, 1, 0.25f, DOG),
                box(10, 0, 11, 1, 0.375f, DOG),
                box(20, 0, 21, 1, 0.75f, DOG)))
        .containsExactly(0.9f, 0.6f);
    assertThat(new ServingFilter(config).leastScore()).isBetween(0.2498f, 0.25f);
  }

  /**
   * The rule taken literally: everything that is kept belongs there, and everything else is dropped
   * for a reason.
   */
  @Property(tries = 300)
  void whatStaysDisturbsNothing_andWhatGoesIsDisturbedByABetterOne(
      @ForAll("images") List<float[]> each) {
    Detections all = detections(each.toArray(new float[0][]));
    Detections served = new ServingFilter(CONFIG).apply(all);
    for (int i = 0; i < served.size(); i++) {
      for (int better = 0; better < i; better++) {
        assertThat(suppresses(served, better, served, i)).isFalse();
        assertThat(served.scores()[better]).isGreaterThanOrEqualTo(served.scores()[i]);
      }
    }
    int explained = served.size();
    for (int i = 0; i < all.size(); i++) {
      boolean disturbed = false;
      for (int k = 0; k < served.size(); k++) {
        disturbed |= served.scores()[k] >= all.scores()[i] && suppresses(served, k, all, i);
      }
      explained += disturbed || all.scores()[i] <= CONFIG.faintThreshold() ? 1 : 0;
    }
    assertThat(explained).isGreaterThanOrEqualTo(all.size());
  }

  private static boolean suppresses(Detections a, int i, Detections b, int j) {
    double width =
        Math.min(a.boxes()[4 * i + 2], b.boxes()[4 * j + 2])
            - Math.max(a.boxes()[4 * i], b.boxes()[4 * j]);
    double height =
        Math.min(a.boxes()[4 * i + 3], b.boxes()[4 * j + 3])
            - Math.max(a.boxes()[4 * i + 1], b.boxes()[4 * j + 1]);
    if (width <= 0 || height <= 0) {
      return false;
    }
    double both = width * height;
    double first = area(a, i);
    double second = area(b, j);
    return both / (first + second - both) > 0.3 || both / Math.min(first, second) >= 0.7;
  }

  private static double area(Detections d, int i) {
    return (d.boxes()[4 * i + 2] - d.boxes()[4 * i])
        * (double) (d.boxes()[4 * i + 3] - d.boxes()[4 * i + 1]);
  }

  @Provide
  Arbitrary<List<float[]>> images() {
    Arbitrary<Integer> places = Arbitraries.integers().between(0, 40);
    Arbitrary<Integer> sides = Arbitraries.integers().between(1, 24);
    return Combinators.combine(
            places,
            places,
            sides,
            sides,
            Arbitraries.floats().between(0.01f, 0.99f),
            Arbitraries.integers().between(0, 3))
        .as((x, y, w, h, score, label) -> box(x, y, x + w, y + h, score, label))
        .list()
        .ofMaxSize(40);
  }
}
