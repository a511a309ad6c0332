package io.paastreams.cli.bench;

import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchReport;
import io.paastreams.batch.CloseReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Why batches closed, how full they were, and how long the device was busy. Threading: safe. */
final class Batches implements BatchListener {

  private final Map<CloseReason, Long> byReason = new EnumMap<>(CloseReason.class);
  private final Map<Integer, Long> bySize = new TreeMap<>();
  private long batches;
  private long frames;
  private long busyNanos;

  /**
   * What was seen.
   *
   * @param closed batches by the reason for which they closed
   * @param sizes batches by the number of their frames
   * @param meanSize frames a batch
   * @param busySeconds of the device
   */
  record Figure(
      Map<String, Long> closed, Map<Integer, Long> sizes, double meanSize, double busySeconds) {}

  @Override
  public synchronized void batchDone(BatchReport report) {
    byReason.merge(report.reason(), 1L, Long::sum);
    bySize.merge(report.size(), 1L, Long::sum);
    batches++;
    frames += report.size();
    busyNanos += report.handling().toNanos();
  }

  synchronized void reset() {
    byReason.clear();
    bySize.clear();
    batches = 0;
    frames = 0;
    busyNanos = 0;
  }

  synchronized boolean isEmpty() {
    return batches == 0;
  }

  synchronized Figure figure() {
    Map<String, Long> closed = new TreeMap<>();
    byReason.forEach((reason, count) -> closed.put(reason.name().toLowerCase(Locale.ROOT), count));
    return new Figure(
        closed, new TreeMap<>(bySize), (double) frames / Math.max(1, batches), busyNanos / 1e9);
  }
}
