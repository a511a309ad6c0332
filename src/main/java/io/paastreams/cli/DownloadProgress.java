package io.paastreams.cli;

import io.paastreams.checkpoint.DownloadListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows the progress of a download. */
final class DownloadProgress implements DownloadListener {

  private static final double MEGA = 1e6;

  private final ProgressLine line;

  DownloadProgress(PrintWriter out, boolean terminal, LongSupplier nanos) {
    this.line = new ProgressLine(out, terminal, nanos, DownloadProgress::megabytes);
  }

  @Override
  public void progress(long start, long bytes, long total) {
    line.update(start, bytes, total);
  }

  private static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / MEGA);
  }
}
