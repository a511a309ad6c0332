package io.paastreams.cli;

import io.paastreams.checkpoint.DownloadListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how a download goes: one line that is written over on a terminal, a line every few seconds
 * elsewhere.
 */
final class DownloadProgress implements DownloadListener {

  private static final int BAR = 30;
  private static final long EVERY_NANOS = 5_000_000_000L;
  private static final double MEGA = 1e6;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final long begun;
  private long printedAt;

  DownloadProgress(PrintWriter out, boolean terminal, LongSupplier nanos) {
    this.out = out;
    this.terminal = terminal;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.printedAt = begun;
  }

  @Override
  public void progress(long start, long bytes, long total) {
    long now = nanos.getAsLong();
    boolean last = bytes == total;
    if (terminal) {
      out.print("\r" + bar(bytes, total) + line(start, bytes, total, now) + "    ");
      if (last) {
        out.println();
      }
      out.flush();
    } else if (last || now - printedAt >= EVERY_NANOS) {
      printedAt = now;
      out.println(line(start, bytes, total, now));
      out.flush();
    }
  }

  private static String bar(long bytes, long total) {
    if (total <= 0) {
      return "";
    }
    int full = (int) (BAR * bytes / total);
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] ";
  }

  private String line(long start, long bytes, long total, long now) {
    double seconds = Math.max(1e-3, (now - begun) / 1e9);
    double rate = (bytes - start) / seconds;
    String line = total < 0 ? megabytes(bytes) : megabytes(bytes) + " of " + megabytes(total);
    if (total > 0) {
      line += String.format(Locale.ROOT, ", %d %%", 100 * bytes / total);
    }
    line += ", " + megabytes((long) rate) + "/s";
    if (total > bytes && rate > 0) {
      line += String.format(Locale.ROOT, ", %.0f s left", Math.ceil((total - bytes) / rate));
    }
    return line;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / MEGA);
  }
}
