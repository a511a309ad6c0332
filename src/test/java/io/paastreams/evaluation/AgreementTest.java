package io.paastreams.evaluation;

import static io.paastreams.evaluation.BoxPairsTest.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.evaluation.Agreement.Boxes;
import io.paastreams.geometry.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgreementTest {

  private static final LabelMap LABELS = new LabelMap(List.of("bird", "drone"));
  private static final Size SIZE = new Size(100, 100);

  @Test
  void theSameDetections_agreeInEverything() {
    ComparedFrame frame =
        frame(
            List.of(box(0, 1, 1, 20, 20, 0.9f), box(1, 40, 40, 60, 70, 0.6f)),
            List.of(box(0, 1, 1, 20, 20, 0.9f), box(1, 40, 40, 60, 70, 0.6f)));
    Agreement agreement = Agreement.of(LABELS, List.of(frame, frame));

    assertThat(agreement.apOfB().ap()).isCloseTo(1, within(1e-9));
    assertThat(agreement.all()).isEqualTo(new Boxes("all", 4, 4, 4, 1, 0, 0));
    assertThat(agreement.renamed()).isZero();
  }

  /**
   * Two frames: a bird that both find, B with the higher score; a bird that only A finds; a drone
   * that only B finds.
   */
  @Test
  void figures_areThoseWorkedOutByHand() {
    ComparedFrame first =
        frame(List.of(box(0, 0, 0, 10, 10, 0.6f)), List.of(box(0, 0, 0, 10, 8, 0.85f)));
    ComparedFrame second =
        frame(List.of(box(0, 50, 50, 60, 60, 0.7f)), List.of(box(1, 50, 50, 60, 60, 0.5f)));
    Agreement agreement = Agreement.of(LABELS, List.of(first, second));

    Boxes birds = agreement.classes().get(0);
    assertThat(birds.a()).isEqualTo(2);
    assertThat(birds.b()).isEqualTo(1);
    assertThat(birds.matched()).isEqualTo(1);
    assertThat(birds.meanIou()).isCloseTo(0.8, within(1e-6));
    assertThat(birds.meanScoreDifference()).isCloseTo(0.25, within(1e-6));
    assertThat(agreement.classes().get(1)).isEqualTo(new Boxes("drone", 0, 1, 0, -1, 0, 0));
    assertThat(agreement.renamed()).isEqualTo(1);
    // One of two birds is found at IoU 0.8: precision 1 up to a recall of 0.5, at 7 of 10 IoUs.
    assertThat(agreement.apOfB().classes().get(0).ap50()).isCloseTo(51.0 / 101, within(1e-9));
    assertThat(agreement.apOfB().ap()).isCloseTo(0.7 * 51 / 101, within(1e-9));
    assertThat(agreement.apOfB().classes().get(1).ap()).isEqualTo(-1);
  }

  @Test
  void faintBoxes_countOnlyForThePrecision() {
    Detection bird = box(0, 0, 0, 10, 10, 0.6f);
    Agreement agreement =
        Agreement.of(
            LABELS, List.of(new ComparedFrame(SIZE, List.of(bird), List.of(), List.of(bird))));

    assertThat(agreement.all().matched()).isZero();
    assertThat(agreement.apOfB().ap()).isCloseTo(1, within(1e-9));
  }

  private static ComparedFrame frame(List<Detection> a, List<Detection> b) {
    return new ComparedFrame(SIZE, a, b, List.of());
  }
}
