package io.paastreams.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.LongSupplier;

/**
 * Shows the progress of something: one line that is overwritten on a terminal, a line every few
 * seconds elsewhere. Threading: confined to one thread.
 */
final class ProgressLine {

  private static final int BAR = 30;
  private static final long EVERY_NANOS = 5_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final DoubleFunction<String> amount;
  private final long begun;
  private long printedAt;

  /**
   * @param amount writes an amount with its unit
   */
  ProgressLine(
      PrintWriter out, boolean terminal, LongSupplier nanos, DoubleFunction<String> amount) {
    this.out = out;
    this.terminal = terminal;
    this.nanos = nanos;
    this.amount = amount;
    this.begun = nanos.getAsLong();
    this.printedAt = begun;
  }

  /**
   * Shows a state.
   *
   * @param start the amount done before, which does not count towards the rate
   * @param total the total; negative if it is not known
   */
  void update(long start, long done, long total) {
    long now = nanos.getAsLong();
    boolean last = done == total;
    if (terminal) {
      out.print("\r" + bar(done, total) + line(start, done, total, now) + "    ");
      if (last) {
        out.println();
      }
      out.flush();
    } else if (last || now - printedAt >= EVERY_NANOS) {
      printedAt = now;
      out.println(line(start, done, total, now));
      out.flush();
    }
  }

  private static String bar(long done, long total) {
    if (total <= 0) {
      return "";
    }
    int full = (int) (BAR * done / total);
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] ";
  }

  private String line(long start, long done, long total, long now) {
    double seconds = Math.max(1e-3, (now - begun) / 1e9);
    double rate = (done - start) / seconds;
    String line =
        total < 0 ? amount.apply(done) : amount.apply(done) + " of " + amount.apply(total);
    if (total > 0) {
      line += String.format(Locale.ROOT, ", %d %%", 100 * done / total);
    }
    line += ", " + amount.apply(rate) + "/s";
    if (total > done && rate > 0) {
      line += String.format(Locale.ROOT, ", %.0f s left", Math.ceil((total - done) / rate));
    }
    return line;
  }
}
