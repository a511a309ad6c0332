package io.paastreams.pipeline;

import io.paastreams.batch.BatchListener;
import io.paastreams.batch.BatchReport;
import io.paastreams.batch.BatchTuning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the batch sizes that a latency target leads to, and why. */
record TuningLog(BatchListener next) implements BatchListener {

  private static final Logger LOG = LoggerFactory.getLogger(TuningLog.class);

  @Override
  public void tuned(Object bucket, BatchTuning tuning) {
    if (tuning.reachable()) {
      LOG.info("{}: {}", bucket, tuning.explanation());
    } else {
      LOG.warn("{}: {}", bucket, tuning.explanation());
    }
    next.tuned(bucket, tuning);
  }

  @Override
  public void batchDone(BatchReport report) {
    next.batchDone(report);
  }

  @Override
  public void callFailed(Object bucket, int size, Throwable cause) {
    next.callFailed(bucket, size, cause);
  }

  @Override
  public void limitLowered(Object bucket, int limit) {
    next.limitLowered(bucket, limit);
  }
}
