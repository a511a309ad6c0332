package io.paastreams.cli.demo;

import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchReport;

/** Mean batch sizes. Threading: safe. */
final class BatchSizes implements BatchListener {

  private long batches;
  private long frames;
  private long recentBatches;
  private long recentFrames;

  @Override
  public synchronized void batchDone(BatchReport report) {
    batches++;
    frames += report.size();
    recentBatches++;
    recentFrames += report.size();
  }

  synchronized double mean() {
    return batches == 0 ? 0 : (double) frames / batches;
  }

  /** Since the last call. */
  synchronized double takeRecentMean() {
    double mean = recentBatches == 0 ? 0 : (double) recentFrames / recentBatches;
    recentBatches = 0;
    recentFrames = 0;
    return mean;
  }
}
