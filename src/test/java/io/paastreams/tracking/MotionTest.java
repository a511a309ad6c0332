package io.paastreams.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Compared with a textbook filter of six states with full matrices. */
final class MotionTest {

  /** Relative to the largest entry. */
  private static final double TOLERANCE = 1e-9;

  @Test
  void stepsOfAnyLength_equalTheFullFilter() {
    JsonNode table = TimedSequence.resource("kalman.json.gz");
    JsonNode c = table.get("constants");
    MotionNoise noise =
        new MotionNoise(
            c.get("qa").asDouble(),
            c.get("qs").asDouble(),
            c.get("rm").asDouble(),
            c.get("rs").asDouble(),
            c.get("rlow").asDouble(),
            1,
            c.get("v0").asDouble());
    assertThat(table.get("cases")).hasSize(4);
    for (JsonNode each : table.get("cases")) {
      Motion motion =
          Motion.startingAt(bounds(each.get("box")), each.get("score").asDouble(), noise);
      assertEqual(motion, each.get("start"));
      for (JsonNode step : each.get("steps")) {
        motion = motion.after(step.get("dt").asDouble(), noise);
        assertEqual(motion, step.get("predicted"));
        if (step.has("box")) {
          motion = motion.corrected(bounds(step.get("box")), step.get("score").asDouble(), noise);
          assertEqual(motion, step.get("updated"));
        }
      }
    }
  }

  @Test
  void twoHalfSteps_comeToTheSameAsOne() {
    MotionNoise noise = MotionNoise.defaults();
    Motion start = Motion.startingAt(new Bounds(10, 20, 50, 100), 0.9, noise);
    Motion halves = start.after(0.25, noise).after(0.25, noise);
    Motion whole = start.after(0.5, noise);
    assertThat(halves.x().positionVariance()).isCloseTo(whole.x().positionVariance(), within(1e-9));
    assertThat(halves.x().covariance()).isCloseTo(whole.x().covariance(), within(1e-9));
    assertThat(halves.x().velocityVariance()).isCloseTo(whole.x().velocityVariance(), within(1e-9));
  }

  /** Variance 9 and noise 16: the standard deviation of the distance is 5. */
  @Test
  void aBoxFurtherAwayThanTheVarianceAllows_makesItGrowByTheExcess() {
    MovingCoordinate coordinate = new MovingCoordinate(100, 7, 9, 2, 4);
    assertThat(coordinate.doubtedFor(105, 16, 1)).isEqualTo(coordinate);
    assertThat(coordinate.doubtedFor(90, 16, 1)).isEqualTo(new MovingCoordinate(100, 7, 36, 8, 16));
    assertThat(coordinate.doubtedFor(90, 16, 2)).isEqualTo(coordinate);
    assertThat(coordinate.doubtedFor(1100, 16, 1))
        .as("a tenfold growth is the most")
        .isEqualTo(new MovingCoordinate(100, 7, 90, 20, 40));
  }

  @Test
  void aFrameOfAnotherSize_scalesEverything() {
    MotionNoise noise = MotionNoise.defaults();
    Motion small = Motion.startingAt(new Bounds(10, 20, 50, 100), 0.9, noise).after(0.1, noise);
    Motion large = Motion.startingAt(new Bounds(20, 60, 100, 300), 0.9, noise).after(0.1, noise);
    Motion scaled = small.scaled(2, 3);
    assertThat(scaled.bounds()).isEqualTo(large.bounds());
    assertThat(scaled.width().variance()).isCloseTo(large.width().variance(), within(1e-9));
  }

  private static void assertEqual(Motion motion, JsonNode expected) {
    double[] x = {
      motion.x().position(),
      motion.y().position(),
      motion.width().length(),
      motion.height().length(),
      motion.x().velocity(),
      motion.y().velocity()
    };
    double[][] p = new double[6][6];
    fill(p, 0, motion.x());
    fill(p, 1, motion.y());
    p[2][2] = motion.width().variance();
    p[3][3] = motion.height().variance();
    double largest = 0;
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        largest = Math.max(largest, Math.abs(expected.get("p").get(i).get(j).asDouble()));
      }
    }
    for (int i = 0; i < 6; i++) {
      assertThat(x[i]).isCloseTo(expected.get("x").get(i).asDouble(), within(TOLERANCE * 1000));
      for (int j = 0; j < 6; j++) {
        assertThat(p[i][j])
            .isCloseTo(expected.get("p").get(i).get(j).asDouble(), within(TOLERANCE * largest));
      }
    }
  }

  private static void fill(double[][] p, int axis, MovingCoordinate coordinate) {
    p[axis][axis] = coordinate.positionVariance();
    p[axis][axis + 4] = coordinate.covariance();
    p[axis + 4][axis] = coordinate.covariance();
    p[axis + 4][axis + 4] = coordinate.velocityVariance();
  }

  private static Bounds bounds(JsonNode corners) {
    return new Bounds(
        corners.get(0).asDouble(),
        corners.get(1).asDouble(),
        corners.get(2).asDouble(),
        corners.get(3).asDouble());
  }
}
