package io.paastreams.training.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum and weight decay as in PyTorch.
 *
 * <pre>
 *   g = gradient + decay * w
 *   v = momentum * v + g
 *   w = w - rate * v
 * </pre>
 *
 * The rate is outside the momentum: DJL's own SGD has it inside ({@code v = momentum * v + rate *
 * g}), which differs whenever the rate changes, that is, during the whole warm-up and at each drop.
 */
public final class Sgd implements Optimizer {

  private final NDManager manager;
  private final List<Weight> weights;
  private final Map<String, NDArray> velocities = new LinkedHashMap<>();
  private final float momentum;
  private final float decay;
  private long steps;

  public Sgd(NDManager parent, List<Weight> weights, float momentum, float decay) {
    this.manager = parent.newSubManager();
    this.weights = List.copyOf(weights);
    this.momentum = momentum;
    this.decay = decay;
    for (Weight weight : weights) {
      velocities.put("momentum." + weight.name(), manager.zeros(weight.array().getShape()));
    }
  }

  @Override
  public void step(double rate) {
    steps++;
    int i = 0;
    List<NDArray> ordered = List.copyOf(velocities.values());
    for (Weight weight : weights) {
      NDArray velocity = ordered.get(i++);
      try (NDArray gradient = weight.gradient();
          NDArray decayed = weight.array().mul(decay)) {
        velocity.muli(momentum).addi(gradient).addi(decayed);
      }
      try (NDArray change = velocity.mul(rate)) {
        weight.array().subi(change);
      }
    }
  }

  @Override
  public Map<String, NDArray> state() {
    return velocities;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public void resumeAt(long steps) {
    this.steps = steps;
  }

  @Override
  public void close() {
    manager.close();
  }
}
