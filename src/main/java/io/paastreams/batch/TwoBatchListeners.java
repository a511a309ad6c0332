package io.paastreams.batch;

/** Passes every call to two listeners. */
record TwoBatchListeners(BatchListener first, BatchListener second) implements BatchListener {

  @Override
  public void batchDone(BatchReport report) {
    first.batchDone(report);
    second.batchDone(report);
  }

  @Override
  public void tuned(Object bucket, BatchTuning tuning) {
    first.tuned(bucket, tuning);
    second.tuned(bucket, tuning);
  }

  @Override
  public void callFailed(Object bucket, int size, Throwable cause) {
    first.callFailed(bucket, size, cause);
    second.callFailed(bucket, size, cause);
  }

  @Override
  public void limitLowered(Object bucket, int limit) {
    first.limitLowered(bucket, limit);
    second.limitLowered(bucket, limit);
  }
}
