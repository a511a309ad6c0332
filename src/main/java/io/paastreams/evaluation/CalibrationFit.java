package io.paastreams.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits frequencies to scores: the logistic function of {@code slope * logit(score) + offset} that
 * maximises the likelihood of what was right and wrong (Platt scaling on the logit). Two parameters
 * need few boxes, and the function is increasing whenever the slope is positive.
 */
public final class CalibrationFit {

  private static final int MOST_STEPS = 100;
  private static final double DONE = 1e-9;

  /** Keeps the steps finite where right and wrong separate cleanly. */
  private static final double RIDGE = 1e-3;

  private static final double LEAST = 1e-6;
  private static final int POINTS = 20;
  private static final double DIGITS = 1e3;

  private double slope = 1;
  private double offset;

  private CalibrationFit() {}

  /**
   * Points of the fitted function at every twentieth, with three digits each and both coordinates
   * strictly increasing; no more points than three digits can distinguish.
   *
   * @param evaluation an evaluation of uncalibrated detections
   * @throws IllegalArgumentException if higher scores are not right more often
   */
  public static List<List<Double>> points(Evaluation evaluation) {
    CalibrationFit fit = new CalibrationFit();
    fit.fit(evaluation.judged().stream().filter(box -> box.verdict() != Verdict.IGNORED).toList());
    if (!(fit.slope > 0)) {
      throw new IllegalArgumentException(
          "a calibration cannot be fitted: boxes with higher scores are not right more often here");
    }
    List<List<Double>> points = new ArrayList<>();
    double last = 0;
    for (int i = 1; i < POINTS; i++) {
      double score = (double) i / POINTS;
      double calibrated = Math.rint(fit.at(logit(score)) * DIGITS) / DIGITS;
      if (calibrated > last && calibrated < 1) {
        points.add(List.of(score, calibrated));
        last = calibrated;
      }
    }
    return points;
  }

  private static double logit(double score) {
    double bounded = Math.max(LEAST, Math.min(1 - LEAST, score));
    return Math.log(bounded / (1 - bounded));
  }

  private double at(double logit) {
    return 1 / (1 + Math.exp(-(slope * logit + offset)));
  }

  /** Fits by Newton's method; the likelihood has a single maximum. */
  private void fit(List<JudgedBox> boxes) {
    double step = Double.MAX_VALUE;
    for (int i = 0; i < MOST_STEPS && step > DONE; i++) {
      double slopeGradient = RIDGE * slope;
      double offsetGradient = RIDGE * offset;
      double slopes = RIDGE;
      double both = 0;
      double offsets = RIDGE;
      for (JudgedBox box : boxes) {
        double x = logit(box.score());
        double p = at(x);
        double residual = p - (box.verdict() == Verdict.RIGHT ? 1 : 0);
        double weight = p * (1 - p);
        slopeGradient += residual * x;
        offsetGradient += residual;
        slopes += weight * x * x;
        both += weight * x;
        offsets += weight;
      }
      double determinant = slopes * offsets - both * both;
      double slopeStep = (offsets * slopeGradient - both * offsetGradient) / determinant;
      double offsetStep = (slopes * offsetGradient - both * slopeGradient) / determinant;
      slope -= slopeStep;
      offset -= offsetStep;
      step = Math.abs(slopeStep) + Math.abs(offsetStep);
    }
  }
}
