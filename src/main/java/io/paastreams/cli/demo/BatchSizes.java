package io.paastreams.cli.demo;

import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchReport;

/** Mean batch sizes. Threading: safe. */
final class BatchSizes implements BatchListener {

  private final BatchListener next;
  private long batches;
  private long frames;
  private long recentBatches;
  private long recentFrames;

  /** Creates a listener that passes every report on. */
  BatchSizes(BatchListener next) {
    this.next = next;
  }

  @Override
  public void batchDone(BatchReport report) {
    count(report.size());
    next.batchDone(report);
  }

  private synchronized void count(int size) {
    batches++;
    frames += size;
    recentBatches++;
    recentFrames += size;
  }

  synchronized double mean() {
    return batches == 0 ? 0 : (double) frames / batches;
  }

  /** The mean since the last call. */
  synchronized double takeRecentMean() {
    double mean = recentBatches == 0 ? 0 : (double) recentFrames / recentBatches;
    recentBatches = 0;
    recentFrames = 0;
    return mean;
  }
}
