package io.paastreams.pipeline;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Distinguishes a frame that the model cannot process from a model that can process no frame: a
 * lost device must stop the pipeline instead of sending all cameras to the dead letters.
 * Thread-safe.
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
   * Must be called before a frame's failure becomes a dead letter.
   *
   * @throws ModelUnusableException if too many frames have failed since the last success
   */
  void requireUsable(Throwable lastFailure) {
    int failures = failuresInRow.get();
    if (failures >= maxFailuresInRow) {
      throw new ModelUnusableException(failures, lastFailure);
    }
  }
}
