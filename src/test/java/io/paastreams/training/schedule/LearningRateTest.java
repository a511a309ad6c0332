package io.paastreams.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("engine")
final class LearningRateTest {

  /** COCO train2017 has 117,266 images with objects: 7,330 batches of 16. */
  private static final long EPOCH = 7330;

  /**
   * The reference's hook: {@code 0.01 * (1 - (1 - i / 500) * (1 - 0.001))} in the first 500
   * iterations, then 0.01, divided by 10 when the epochs named begin.
   */
  @ParameterizedTest
  @CsvSource({
    // epochs, drops, iteration, rate
    "12, 8, 11, 0, 0.00001",
    "12, 8, 11, 1, 0.00002998",
    "12, 8, 11, 250, 0.005005",
    "12, 8, 11, 499, 0.00998002",
    "12, 8, 11, 500, 0.01",
    "12, 8, 11, 58639, 0.01",
    "12, 8, 11, 58640, 0.001",
    "12, 8, 11, 80629, 0.001",
    "12, 8, 11, 80630, 0.0001",
    "12, 8, 11, 87959, 0.0001",
    "18, 12, 16, 87959, 0.01",
    "18, 12, 16, 87960, 0.001",
    "18, 12, 16, 117279, 0.001",
    "18, 12, 16, 117280, 0.0001",
    "24, 16, 22, 117279, 0.01",
    "24, 16, 22, 117280, 0.001",
    "24, 16, 22, 161259, 0.001",
    "24, 16, 22, 161260, 0.0001",
    "36, 28, 34, 205239, 0.01",
    "36, 28, 34, 205240, 0.001",
    "36, 28, 34, 249219, 0.001",
    "36, 28, 34, 249220, 0.0001",
    "36, 28, 34, 263879, 0.0001"
  })
  void stepSchedule_withWarmup_equalsTheReference(
      int epochs, int firstDrop, int secondDrop, long iteration, double rate) {
    assertThat(iteration).isLessThan(epochs * EPOCH);
    LearningRate schedule =
        new LinearWarmup(
            new StepSchedule(0.01, EPOCH, List.of(firstDrop, secondDrop), 0.1), 500, 0.001);

    assertThat(schedule.at(iteration)).isCloseTo(rate, within(1e-15 + 1e-12 * rate));
  }

  @Test
  void everyIterationOfEverySchedule_equalsTheClosedForm() {
    int[][] schedules = {{12, 8, 11}, {18, 12, 16}, {24, 16, 22}, {36, 28, 34}};
    for (int[] each : schedules) {
      LearningRate schedule =
          new LinearWarmup(
              new StepSchedule(0.01, EPOCH, List.of(each[1], each[2]), 0.1), 500, 0.001);
      for (long i = 0; i < each[0] * EPOCH; i++) {
        double regular = i < each[1] * EPOCH ? 0.01 : i < each[2] * EPOCH ? 0.001 : 0.0001;
        double expected = i < 500 ? regular * (1 - (1 - i / 500.0) * 0.999) : regular;
        assertThat(Math.abs(schedule.at(i) - expected)).isLessThanOrEqualTo(1e-12 * expected);
      }
    }
  }

  @Test
  void cosine_runsFromTheBaseToItsShare() {
    CosineSchedule schedule = new CosineSchedule(0.002, 1000, 0.01);

    assertThat(schedule.at(0)).isEqualTo(0.002);
    assertThat(schedule.at(500)).isCloseTo(0.002 * 0.505, within(1e-12));
    assertThat(schedule.at(1000)).isCloseTo(0.00002, within(1e-12));
    assertThat(schedule.at(2000)).isEqualTo(schedule.at(1000));
  }

  @Test
  void trapezoid_staysLevel_thenFallsInAStraightLine() {
    LearningRate schedule = new TrapezoidSchedule(0.002, 1000, 200, 0.1);

    assertThat(schedule.at(0)).isEqualTo(0.002);
    assertThat(schedule.at(800)).isEqualTo(0.002);
    assertThat(schedule.at(900)).isCloseTo(0.0011, within(1e-15));
    assertThat(schedule.at(1000)).isCloseTo(0.0002, within(1e-15));
    assertThat(schedule.at(5000)).isCloseTo(0.0002, within(1e-15));
  }

  @Test
  void trapezoid_ofAnotherLength_hasTheSamePlateau() {
    LearningRate longer = new TrapezoidSchedule(0.002, 1500, 200, 0.1);
    LearningRate shorter = new TrapezoidSchedule(0.002, 1000, 200, 0.1);

    for (int i = 0; i <= 800; i++) {
      assertThat(longer.at(i)).isEqualTo(shorter.at(i));
    }
  }
}
