package io.paastreams.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What analytics costs.
 *
 * @param pure tracker and rules alone
 * @param broker the application between topics
 * @param ofForward CPU time of tracker and rules per frame, relative to the time of the bare
 *     forward pass per frame; NaN if that was not measured in the same run
 */
record AnalyticsReport(
    PureAnalytics.PureThroughput pure, AnalyticsBench.Throughput broker, double ofForward) {

  static AnalyticsReport of(
      PureAnalytics.PureThroughput pure,
      AnalyticsBench.Throughput broker,
      List<ForwardBench.ForwardSpeed> forward) {
    double frameMillis =
        forward.stream().mapToDouble(each -> each.millis() / each.batch()).min().orElse(Double.NaN);
    return new AnalyticsReport(pure, broker, pure.micros() / 1e3 / frameMillis);
  }

  /** The report as text. */
  List<String> lines() {
    AnalyticsBench.Steady steady = broker.steady();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        line(
            "analytics          %d cameras, %d objects each, zones, lines, counts and rules",
            pure.cameras(), pure.objects()));
    lines.add(
        line(
            "  tracker, rules   %.0f frames/s of one core, %.1f us and %.0f KiB allocated"
                + " per frame",
            pure.framesPerSecond(), pure.micros(), pure.allocatedKiB()));
    if (!Double.isNaN(ofForward)) {
      lines.add(
          line("                   %.3f %% of the time of the bare forward pass", 100 * ofForward));
    }
    lines.add(line("  from a backlog   %.0f frames/s through a broker", broker.framesPerSecond()));
    lines.add(processor(broker.processor()));
    lines.add(
        line(
            "  at %.0f frames/s %.0f frames/s processed, %d behind at the end, p50 %.0f ms,"
                + " p99 %.0f ms",
            steady.offeredPerSecond(),
            steady.framesPerSecond(),
            steady.behind(),
            steady.p50Millis(),
            steady.p99Millis()));
    lines.add(processor(steady.processor()));
    lines.add(
        line(
            "  states           %.0f bytes per camera, %.0f KiB/s of changelog",
            steady.stateBytes(), steady.changelogKiBPerSecond()));
    lines.add(
        line(
            "  start            %.1f s, and %.1f s with all states to restore",
            steady.startSeconds(), steady.restoreSeconds()));
    return lines;
  }

  private static String processor(ProcessorUse.Micros used) {
    return line(
        "                   %.0f us of CPU time each: %.0f stream threads, %.0f their producers,"
            + " %.0f compiler, collector and bench, %.0f broker",
        used.all(), used.stream(), used.producer(), used.other(), used.servers());
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
