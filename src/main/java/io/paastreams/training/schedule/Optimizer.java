package io.paastreams.training.schedule;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * Changes weights by their gradients.
 *
 * <p>Runs without recording gradients: callers switch the thread's gradient mode off.
 *
 * <p>Threading: confined to one thread.
 */
public interface Optimizer extends AutoCloseable {

  /**
   * Changes every weight once. Gradients are left unchanged.
   *
   * @param rate the iteration's learning rate
   */
  void step(double rate);

  /**
   * What is needed to resume exactly: arrays by name, owned by the optimizer; they may be
   * overwritten to restore it.
   */
  Map<String, NDArray> state();

  /** The number of steps so far; part of the state. */
  long steps();

  /** Restores the number of steps. */
  void resumeAt(long steps);

  @Override
  void close();
}
