package io.paastreams.cli.bench;

import static java.util.Comparator.comparingLong;

import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchReport;
import io.paastreams.batch.CloseReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Why batches closed, how full they were, and how long the device was busy. Threading: safe. */
final class BatchRecorder implements BatchListener {

  private final Map<CloseReason, Long> byReason = new EnumMap<>(CloseReason.class);
  private final Map<Integer, Long> bySize = new TreeMap<>();
  private long batches;
  private long frames;
  private final List<Handled> handled = new ArrayList<>();

  /**
   * The figures.
   *
   * @param closed the number of batches by the reason for which they closed
   * @param sizes the number of batches by their number of frames
   * @param meanSize the mean number of frames per batch
   * @param busySeconds the time during which there was a batch, from its closing to its results
   */
  record BatchSummary(
      Map<String, Long> closed, Map<Integer, Long> sizes, double meanSize, double busySeconds) {}

  /** When a batch was closed and when it was done, in nanoseconds of one clock. */
  private record Handled(long from, long to) {}

  @Override
  public synchronized void batchDone(BatchReport report) {
    byReason.merge(report.reason(), 1L, Long::sum);
    bySize.merge(report.size(), 1L, Long::sum);
    batches++;
    frames += report.size();
    long now = System.nanoTime();
    handled.add(new Handled(now - report.handling().toNanos(), now));
  }

  synchronized void reset() {
    byReason.clear();
    bySize.clear();
    batches = 0;
    frames = 0;
    handled.clear();
  }

  synchronized boolean isEmpty() {
    return batches == 0;
  }

  synchronized BatchSummary figure() {
    Map<String, Long> closed = new TreeMap<>();
    byReason.forEach((reason, count) -> closed.put(reason.name().toLowerCase(Locale.ROOT), count));
    return new BatchSummary(
        closed, new TreeMap<>(bySize), (double) frames / Math.max(1, batches), busyNanos() / 1e9);
  }

  /**
   * The time during which there was a batch, counted once where batches overlap, because one is
   * post-processed while the next one is computed.
   */
  private long busyNanos() {
    long busy = 0;
    long seen = Long.MIN_VALUE;
    for (Handled batch : handled.stream().sorted(comparingLong(Handled::from)).toList()) {
      busy += Math.max(0, batch.to() - Math.max(batch.from(), seen));
      seen = Math.max(seen, batch.to());
    }
    return busy;
  }
}
