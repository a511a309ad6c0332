package io.paastreams.cli.demo;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Percentiles of the time from a frame's capture until a consumer has its detection record.
 *
 * @param count the number of measured detection records; if it is 0, the percentiles mean nothing
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

  /** A percentile as text; a dash if nothing was measured. */
  String text(double millis) {
    return count == 0 ? "-" : String.format(Locale.ROOT, "%.0f ms", millis);
  }
}
