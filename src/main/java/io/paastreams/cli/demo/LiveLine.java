package io.paastreams.cli.demo;

import io.paastreams.cli.demo.FrameLedger.Counts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * One line per second, redrawn in place on a terminal and otherwise printed one below the other.
 *
 * <p>Threading: one thread.
 */
final class LiveLine {

  private static final String REDRAW = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean redraw;
  private long lastDetected;
  private Duration lastTime = Duration.ZERO;

  LiveLine(PrintWriter out, boolean redraw) {
    this.out = out;
    this.redraw = redraw;
  }

  /**
   * Prints the current figures.
   *
   * @param elapsed the time since the first frame
   * @param recent the latency since the last line
   * @param batchSize the mean frames per batch since the last line
   */
  void show(
      Duration elapsed,
      long framesIn,
      Counts counts,
      AnalyticsSummary analytics,
      LatencyMillis recent,
      double batchSize) {
    double seconds = Math.max(1e-3, elapsed.minus(lastTime).toNanos() / 1e9);
    String line =
        String.format(
            Locale.ROOT,
            "%02d:%02d  in %d  detected %d  skipped %d  dead-lettered %d  tracks %d  events %d"
                + "  %6.1f detected/s  batch %s  latency p50 %s  p99 %s",
            elapsed.toMinutes(),
            elapsed.toSecondsPart(),
            framesIn,
            counts.detected(),
            counts.skipped(),
            counts.deadLettered(),
            analytics.tracks(),
            analytics.events(),
            (counts.detected() - lastDetected) / seconds,
            batchSize == 0 ? "-" : String.format(Locale.ROOT, "%.1f", batchSize),
            recent.text(recent.p50()),
            recent.text(recent.p99()));
    lastDetected = counts.detected();
    lastTime = elapsed;
    if (redraw) {
      out.print(REDRAW + line);
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Ends the line, so that it stays. */
  void end() {
    if (redraw) {
      out.println();
      out.flush();
    }
  }
}
