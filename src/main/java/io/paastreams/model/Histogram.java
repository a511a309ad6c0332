package io.paastreams.model;

import io.paastreams.model.layer.Range;

/**
 * How often values occur.
 *
 * @param range the range of all values
 * @param counts the number of values in each of the equal parts of the range
 */
record Histogram(Range range, double[] counts) {

  private double width() {
    return ((double) range.max() - range.min()) / counts.length;
  }

  private double total() {
    double total = 0;
    for (double count : counts) {
      total += count;
    }
    return total;
  }

  /** The range without this share of the values at each end. */
  Range without(double share) {
    double cut = share * total();
    int first = 0;
    for (double below = counts[0]; below <= cut && first < counts.length - 1; ) {
      below += counts[++first];
    }
    int last = counts.length - 1;
    for (double above = counts[last]; above <= cut && last > first; ) {
      above += counts[--last];
    }
    return new Range(
        first == 0 ? range.min() : (float) (range.min() + first * width()),
        last == counts.length - 1 ? range.max() : (float) (range.min() + (last + 1) * width()));
  }

  /** The range with each end moved to this share of its distance from 0. */
  Range shrunk(double share) {
    return new Range((float) (range.min() * share), (float) (range.max() * share));
  }

  /** The mean squared error of rounding to this many levels between the bounds and 0. */
  double squaredError(Range bounds, int levels) {
    double low = Math.min(0, bounds.min());
    double high = Math.max(0, bounds.max());
    double step = (high - low) / (levels - 1);
    double rounding = step * step / 12;
    double sum = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      double value = range.min() + (bin + 0.5) * width();
      double outside = Math.max(0, Math.max(low - value, value - high));
      // A ReLU leaves many zeros, which any rounding preserves.
      boolean zero = Math.abs(value) <= width() && range.min() >= 0 && bin == 0;
      sum += counts[bin] * (outside > 0 ? outside * outside : zero ? 0 : rounding);
    }
    return sum / Math.max(1, total());
  }
}
