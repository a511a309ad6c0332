package io.paastreams.training.assign;

/**
 * A mixture of two one-dimensional Gaussians, fitted by expectation maximisation to the losses of
 * one object's candidates.
 *
 * <p>The arithmetic is scikit-learn's {@code GaussianMixture(2, covariance_type="diag")} with means
 * at the smallest and the largest sample, weights 0.5 and precisions 1: everything is in double
 * precision except the samples and their squares, which are float32. With large and nearly equal
 * losses those rounded squares cancel to a variance that is not positive, and scikit-learn fails.
 * Here the fit then restarts with exact squares, whose variance is at least the regularisation.
 *
 * @param means the means of the low and the high component
 * @param variances the variances of both
 * @param weights the weights of both, whose sum is 1
 * @param iterations the number of iterations
 * @param converged whether the mean log-likelihood changed by less than 0.001 in the last one
 * @param lowerBound the mean log-likelihood before the last update
 */
record GaussianMixture(
    double[] means,
    double[] variances,
    double[] weights,
    int iterations,
    boolean converged,
    double lowerBound,
    boolean exactSquares) {

  private static final int MAX_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-3;
  private static final double REGULARISATION = 1e-6;

  /**
   * The log-odds below which a sample is a tie: when the components coincide, smaller ones are
   * rounding noise.
   */
  private static final double TIE = 1e-8;

  private static final double LOG_2_PI = Math.log(2 * Math.PI);

  /** Keeps a component without samples from dividing by zero. */
  private static final double TINY_COUNT = 10 * Math.ulp(1.0);

  /**
   * Fits the mixture.
   *
   * @param samples at least 2 samples, ascending
   */
  static GaussianMixture fit(float[] samples) {
    GaussianMixture rounded = fit(samples, false);
    return rounded.isProper() ? rounded : fit(samples, true);
  }

  private static GaussianMixture fit(float[] samples, boolean exactSquares) {
    int n = samples.length;
    float min = samples[0];
    float max = samples[n - 1];
    double[] means = {min, max};
    // Only the first round uses float32 means and therefore their float32 squares.
    double[] squaredMeans = {square(min, exactSquares), square(max, exactSquares)};
    double[] variances = {1, 1};
    double[] weights = {0.5, 0.5};
    double[][] responsibilities = new double[2][n];
    double lowerBound = Double.NEGATIVE_INFINITY;
    for (int round = 1; round <= MAX_ITERATIONS; round++) {
      double previous = lowerBound;
      lowerBound =
          expectation(
              samples, exactSquares, means, squaredMeans, variances, weights, responsibilities);
      for (int k = 0; k < 2; k++) {
        double count = 0;
        double sum = 0;
        double sumOfSquares = 0;
        for (int i = 0; i < n; i++) {
          double r = responsibilities[k][i];
          count += r;
          sum += r * samples[i];
          sumOfSquares += r * square(samples[i], exactSquares);
        }
        count += TINY_COUNT;
        means[k] = sum / count;
        squaredMeans[k] = means[k] * means[k];
        variances[k] =
            sumOfSquares / count - 2 * (means[k] * sum / count) + squaredMeans[k] + REGULARISATION;
        weights[k] = count / n;
      }
      boolean converged = Math.abs(lowerBound - previous) < TOLERANCE;
      if (converged || round == MAX_ITERATIONS || !(variances[0] > 0 && variances[1] > 0)) {
        return new GaussianMixture(
            means, variances, weights, round, converged, lowerBound, exactSquares);
      }
    }
    throw new AssertionError("the last round returns");
  }

  private boolean isProper() {
    return variances[0] > 0 && variances[1] > 0;
  }

  /** The log-likelihood of each sample under the whole mixture. */
  double[] logLikelihoods(float[] samples) {
    double[] result = new double[samples.length];
    double[] log = new double[2];
    for (int i = 0; i < samples.length; i++) {
      weightedLogDensities(samples[i], log);
      result[i] = logSumExp(log);
    }
    return result;
  }

  /** Whether each sample is more likely to come from the low component; a tie counts as low. */
  boolean[] isLow(float[] samples) {
    boolean[] result = new boolean[samples.length];
    double[] log = new double[2];
    for (int i = 0; i < samples.length; i++) {
      weightedLogDensities(samples[i], log);
      result[i] = log[0] >= log[1] - TIE;
    }
    return result;
  }

  private void weightedLogDensities(float sample, double[] log) {
    for (int k = 0; k < 2; k++) {
      log[k] =
          logDensity(sample, exactSquares, means[k], means[k] * means[k], variances[k])
              + Math.log(weights[k]);
    }
  }

  private static double expectation(
      float[] samples,
      boolean exactSquares,
      double[] means,
      double[] squaredMeans,
      double[] variances,
      double[] weights,
      double[][] responsibilities) {
    double total = 0;
    double[] log = new double[2];
    for (int i = 0; i < samples.length; i++) {
      for (int k = 0; k < 2; k++) {
        log[k] =
            logDensity(samples[i], exactSquares, means[k], squaredMeans[k], variances[k])
                + Math.log(weights[k]);
      }
      double norm = logSumExp(log);
      total += norm;
      for (int k = 0; k < 2; k++) {
        responsibilities[k][i] = Math.exp(log[k] - norm);
      }
    }
    return total / samples.length;
  }

  /** The log density in the reference's expanded form, whose rounding decides near ties. */
  private static double logDensity(
      float x, boolean exactSquares, double mean, double squaredMean, double variance) {
    double rootPrecision = 1 / Math.sqrt(variance);
    double precision = rootPrecision * rootPrecision;
    double distance =
        squaredMean * precision
            - 2 * (x * (mean * precision))
            + square(x, exactSquares) * precision;
    return -0.5 * (LOG_2_PI + distance) + Math.log(rootPrecision);
  }

  private static double square(float x, boolean exact) {
    return exact ? (double) x * x : (double) (x * x);
  }

  private static double logSumExp(double[] log) {
    double max = Math.max(log[0], log[1]);
    return max + Math.log(Math.exp(log[0] - max) + Math.exp(log[1] - max));
  }
}
