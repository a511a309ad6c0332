package io.paastreams.cli;

import io.paastreams.dataset.DatasetImage;
import io.paastreams.evaluation.EvaluationListener;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Shows the progress of an evaluation, and names each image that could not be read once. */
final class EvaluationLog implements EvaluationListener {

  private final PrintWriter out;
  private final boolean terminal;
  private final Set<DatasetImage> unreadable = new LinkedHashSet<>();
  private ProgressLine line;

  EvaluationLog(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    this.line = newLine(out, terminal);
  }

  /** A pass over the images begins. */
  void begin() {
    line = newLine(out, terminal);
  }

  private static ProgressLine newLine(PrintWriter out, boolean terminal) {
    return new ProgressLine(out, terminal, System::nanoTime, EvaluationLog::images);
  }

  @Override
  public void done(int images, int total) {
    line.update(0, images, total);
  }

  @Override
  public void unreadable(DatasetImage image, String reason) {
    if (unreadable.add(image)) {
      out.println(reason);
      out.flush();
    }
  }

  Set<DatasetImage> unreadable() {
    return unreadable;
  }

  private static String images(double count) {
    return count == Math.rint(count) && count >= 1
        ? String.format(Locale.ROOT, "%.0f", count)
        : String.format(Locale.ROOT, "%.1f", count);
  }
}
