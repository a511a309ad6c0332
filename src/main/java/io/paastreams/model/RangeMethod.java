package io.paastreams.model;

import io.paastreams.model.layer.Range;

/** How a range is chosen from the values that were seen. */
public enum RangeMethod {
  /** All of them: nothing is cut off, however rare. */
  MINMAX {
    @Override
    Range range(Histogram values) {
      return values.range();
    }
  },
  /** All but one in a hundred thousand at each end. */
  PERCENTILE {
    @Override
    Range range(Histogram values) {
      return values.without(CUT);
    }
  },
  /**
   * The part of them that gives the smallest mean squared error: what is cut off is wrong, what is
   * left has finer steps.
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
