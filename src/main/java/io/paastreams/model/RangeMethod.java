package io.paastreams.model;

import io.paastreams.model.layer.Range;

/** How a range is chosen from the observed values. */
public enum RangeMethod {
  /** The range of all values: nothing is cut off, however rare. */
  MINMAX {
    @Override
    Range range(Histogram values) {
      return values.range();
    }
  },
  /** The range of all values except one in a hundred thousand at each end. */
  PERCENTILE {
    @Override
    Range range(Histogram values) {
      return values.without(CUT);
    }
  },
  /**
   * The range with the smallest mean squared error: values that are cut off become wrong, but the
   * rest gets finer steps.
   */
  MSE {
    @Override
    Range range(Histogram values) {
      Range best = values.range();
      double least = Double.POSITIVE_INFINITY;
      for (int kept = TRIALS; kept >= TRIALS / 4; kept--) {
        Range trial = values.shrunk((double) kept / TRIALS);
        double error = values.squaredError(trial, LEVELS);
        if (error < least) {
          least = error;
          best = trial;
        }
      }
      return best;
    }
  };

  private static final double CUT = 1e-5;
  private static final int LEVELS = 256;
  private static final int TRIALS = 100;

  abstract Range range(Histogram values);
}
