package io.paastreams.batch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a listener's exceptions away from the batcher's thread. */
final class SafeListener implements BatchListener {

  private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

  private final BatchListener listener;

  SafeListener(BatchListener listener) {
    this.listener = listener;
  }

  @Override
  public void batchDone(BatchReport report) {
    guarded(() -> listener.batchDone(report));
  }

  @Override
  public void tuned(Object bucket, BatchTuning tuning) {
    guarded(() -> listener.tuned(bucket, tuning));
  }

  @Override
  public void callFailed(Object bucket, int size, Throwable cause) {
    guarded(() -> listener.callFailed(bucket, size, cause));
  }

  @Override
  public void limitLowered(Object bucket, int limit) {
    guarded(() -> listener.limitLowered(bucket, limit));
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("A batch listener failed.", e);
    }
  }
}
