package io.paastreams.cli.demo;

import org.HdrHistogram.Histogram;

/** Percentiles of the time from a frame's capture to its detection record in a consumer's hands. */
record LatencyMillis(double p50, double p99, double max) {

  /** Reads a histogram of microseconds. */
  static LatencyMillis of(Histogram micros) {
    return new LatencyMillis(
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0);
  }
}
