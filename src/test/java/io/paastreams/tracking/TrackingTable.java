package io.paastreams.tracking;

import io.paastreams.evaluation.TrackingMetrics;
import java.util.List;
import java.util.Locale;

/** Means over sequences, one column per timing, as tabulated in golden/tracking. */
record TrackingTable(double[] hota, double[] idf1, double[] mota, double[] idsw) {

  static TrackingTable of(Tracker tracker, List<TimedSequence> sequences, boolean observedOnly) {
    int timings = TimedSequence.TIMINGS.size();
    double[][] sums = new double[4][timings];
    double each = (double) timings / sequences.size();
    List<TrackingMetrics> all =
        sequences.parallelStream()
            .map(sequence -> TrackingRun.metrics(tracker, sequence, observedOnly))
            .toList();
    for (int i = 0; i < all.size(); i++) {
      int timing = TimedSequence.TIMINGS.indexOf(sequences.get(i).timing());
      TrackingMetrics metrics = all.get(i);
      sums[0][timing] += metrics.hota() * each;
      sums[1][timing] += metrics.idf1() * each;
      sums[2][timing] += metrics.mota() * each;
      sums[3][timing] += metrics.idsw() * each;
    }
    return new TrackingTable(sums[0], sums[1], sums[2], sums[3]);
  }

  static double mean(double[] figures) {
    double sum = 0;
    for (double figure : figures) {
      sum += figure;
    }
    return sum / figures.length;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("      ");
    TimedSequence.TIMINGS.forEach(timing -> text.append(String.format("%8s", timing)));
    return text.append("    mean\n")
        .append(line("HOTA", hota, "%8.4f"))
        .append(line("IDF1", idf1, "%8.4f"))
        .append(line("MOTA", mota, "%8.4f"))
        .append(line("IDSW", idsw, "%8.1f"))
        .toString();
  }

  private static String line(String name, double[] figures, String format) {
    StringBuilder line = new StringBuilder(String.format("%-6s", name));
    for (double figure : figures) {
      line.append(String.format(Locale.ROOT, format, figure));
    }
    return line.append(String.format(Locale.ROOT, format, mean(figures))).append('\n').toString();
  }
}
