package io.paastreams.pipeline;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells a frame that the model cannot take from a model that takes no frame: a lost device must
 * stop the pipeline, not send all cameras to the dead letters. Thread-safe.
 */
final class ModelHealth {

  private final int maxFailuresInRow;
  private final AtomicInteger failuresInRow = new AtomicInteger();

  ModelHealth(int maxFailuresInRow) {
    this.maxFailuresInRow = maxFailuresInRow;
  }

  void succeeded() {
    failuresInRow.set(0);
  }

  void failed() {
    failuresInRow.incrementAndGet();
  }

  /**
   * Call before a frame's failure is made a dead letter.
   *
   * @throws ModelUnusableException if too many frames failed since the last that did not
   */
  void requireUsable(Throwable lastFailure) {
    int failures = failuresInRow.get();
    if (failures >= maxFailuresInRow) {
      throw new ModelUnusableException(failures, lastFailure);
    }
  }
}
