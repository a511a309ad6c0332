package io.paastreams.model.postprocess;

import java.util.List;

/**
 * Maps scores to frequencies: about 8 in 10 of the detections with a calibrated score of 0.8 are
 * right. The map is linear between the points, and from the first and the last point to (0, 0) and
 * (1, 1). It is increasing, so the order of detections does not change. Immutable.
 */
public final class ScoreCalibration {

  /** Leaves scores unchanged. */
  public static final ScoreCalibration NONE = new ScoreCalibration(List.of());

  private final double[] scores;
  private final double[] calibrated;

  /**
   * One point of the map.
   *
   * @param score the network's score, in (0, 1)
   * @param calibrated the calibrated score, in (0, 1)
   */
  public record Point(float score, float calibrated) {}

  private ScoreCalibration(List<Point> points) {
    scores = new double[points.size() + 2];
    calibrated = new double[points.size() + 2];
    for (int i = 0; i < points.size(); i++) {
      scores[i + 1] = points.get(i).score();
      calibrated[i + 1] = points.get(i).calibrated();
    }
    scores[points.size() + 1] = 1;
    calibrated[points.size() + 1] = 1;
  }

  /**
   * Creates a map through the given points.
   *
   * @param points points whose coordinates both increase strictly; no points leave scores unchanged
   * @throws IllegalArgumentException if a coordinate does not increase or is not within (0, 1)
   */
  public static ScoreCalibration of(List<Point> points) {
    ScoreCalibration calibration = new ScoreCalibration(points);
    if (!rises(calibration.scores) || !rises(calibration.calibrated)) {
      throw new IllegalArgumentException(
          "both coordinates of a calibration's points must increase strictly within (0, 1), not "
              + points);
    }
    return calibration;
  }

  private static boolean rises(double[] values) {
    for (int i = 1; i < values.length; i++) {
      if (!(values[i] > values[i - 1])) {
        return false;
      }
    }
    return true;
  }

  /** The calibrated score of a score in [0, 1]. */
  public float calibrated(float score) {
    return scores.length == 2 ? score : (float) along(scores, calibrated, score);
  }

  /** The inverse of {@link #calibrated}, except for rounding. */
  public float score(float calibratedScore) {
    return scores.length == 2
        ? calibratedScore
        : (float) along(calibrated, scores, calibratedScore);
  }

  private static double along(double[] from, double[] to, double value) {
    int next = 1;
    while (next < from.length - 1 && value > from[next]) {
      next++;
    }
    double share = (value - from[next - 1]) / (from[next] - from[next - 1]);
    return to[next - 1] + share * (to[next] - to[next - 1]);
  }
}
