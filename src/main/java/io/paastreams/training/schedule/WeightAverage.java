package io.paastreams.training.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An exponential moving average of weights and statistics. It is smoother than the last step's
 * weights and therefore better to evaluate and to ship.
 *
 * <p>Early on, the window grows with the number of steps, so that the random start is soon
 * forgotten.
 */
public final class WeightAverage implements AutoCloseable {

  private static final double GROWTH = 10;

  private final NDManager manager;
  private final Map<String, NDArray> sources;
  private final Map<String, NDArray> averages = new LinkedHashMap<>();
  private final double decay;

  /**
   * Starts at the sources' current values.
   *
   * @param sources the arrays by name, which are read at each {@link #update}
   * @param decay the share that an update keeps, for example 0.998; 0 follows the weights
   */
  public WeightAverage(NDManager parent, Map<String, NDArray> sources, double decay) {
    this.manager = parent.newSubManager();
    this.sources = new LinkedHashMap<>(sources);
    this.decay = decay;
    sources.forEach(
        (name, array) ->
            averages.put(name, manager.create(array.toFloatArray(), array.getShape())));
  }

  /**
   * Moves the average towards the sources.
   *
   * @param step the step, counted from 1
   */
  public void update(long step) {
    double keep = Math.min(decay, (1 + step) / (GROWTH + step));
    averages.forEach(
        (name, average) -> {
          NDArray source = sources.get(name);
          if (source != null) {
            try (NDArray part = source.mul(1 - keep)) {
              average.muli(keep).addi(part);
            }
          }
        });
  }

  /** The averaged arrays by name, owned by this object; they may be overwritten to restore it. */
  public Map<String, NDArray> arrays() {
    return averages;
  }

  @Override
  public void close() {
    manager.close();
  }
}
