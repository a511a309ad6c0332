package io.paastreams.cli.demo;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Percentiles of the time from a frame's capture to its detection record in a consumer's hands.
 *
 * @param count detection records that were measured; the percentiles mean nothing without any
 */
record LatencyMillis(long count, double p50, double p99, double max) {

  /** Reads a histogram of microseconds. */
  static LatencyMillis of(Histogram micros) {
    return new LatencyMillis(
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0);
  }

  /** A percentile for people; a dash if nothing was measured. */
  String text(double millis) {
    return count == 0 ? "-" : String.format(Locale.ROOT, "%.0f ms", millis);
  }
}
