package io.paastreams.model.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.model.postprocess.ScoreCalibration.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private static final ScoreCalibration CURVE =
      ScoreCalibration.of(List.of(new Point(0.25f, 0.125f), new Point(0.5f, 0.75f)));

  @Test
  void itIsLinearBetweenThePoints_andToTheEnds() {
    assertThat(CURVE.calibrated(0)).isZero();
    assertThat(CURVE.calibrated(0.125f)).isEqualTo(0.0625f);
    assertThat(CURVE.calibrated(0.25f)).isEqualTo(0.125f);
    assertThat(CURVE.calibrated(0.375f)).isEqualTo(0.4375f);
    assertThat(CURVE.calibrated(0.5f)).isEqualTo(0.75f);
    assertThat(CURVE.calibrated(0.75f)).isEqualTo(0.875f);
    assertThat(CURVE.calibrated(1)).isEqualTo(1);
  }

  @Test
  void itRisesEverywhere_andCanBeInverted() {
    float last = -1;
    for (float score = 0; score <= 1; score += 1f / 64) {
      float calibrated = CURVE.calibrated(score);
      assertThat(calibrated).isGreaterThan(last);
      assertThat(CURVE.score(calibrated)).isCloseTo(score, within(1e-6f));
      last = calibrated;
    }
  }

  @Test
  void withoutPoints_everyScoreStaysToTheBit() {
    for (float score : new float[] {0, 0.05f, 0.1f, 0.3f, 0.7f, 0.99999994f}) {
      assertThat(ScoreCalibration.NONE.calibrated(score)).isEqualTo(score);
      assertThat(ScoreCalibration.of(List.of()).score(score)).isEqualTo(score);
    }
  }

  @Test
  void whatDoesNotRise_isRefused() {
    for (List<Point> points :
        List.of(
            List.of(new Point(0.5f, 0.5f), new Point(0.5f, 0.6f)),
            List.of(new Point(0.5f, 0.5f), new Point(0.6f, 0.5f)),
            List.of(new Point(0, 0.5f)),
            List.of(new Point(0.5f, 1)),
            List.of(new Point(Float.NaN, 0.5f)))) {
      assertThatThrownBy(() -> ScoreCalibration.of(points))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must increase strictly");
    }
  }
}
