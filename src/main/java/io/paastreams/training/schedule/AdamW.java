package io.paastreams.training.schedule;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019). Norms and biases do not decay,
 * because shrinking them towards zero switches channels off instead of regularising.
 *
 * <pre>
 *   w = w - rate * decay * w                     kernels only
 *   m = b1 * m + (1 - b1) * g
 *   v = b2 * v + (1 - b2) * g^2
 *   w = w - rate / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + eps)
 * </pre>
 */
public final class AdamW implements Optimizer {

  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private record Slot(Weight weight, NDArray mean, NDArray square) {}

  private final NDManager manager;
  private final List<Slot> slots;
  private final float decay;
  private long steps;

  public AdamW(NDManager parent, List<Weight> weights, float decay) {
    this.manager = parent.newSubManager();
    this.decay = decay;
    this.slots =
        weights.stream()
            .map(
                weight ->
                    new Slot(
                        weight,
                        manager.zeros(weight.array().getShape()),
                        manager.zeros(weight.array().getShape())))
            .toList();
  }

  @Override
  public void step(double rate) {
    steps++;
    double meanCorrection = 1 - Math.pow(BETA1, steps);
    double squareCorrection = Math.sqrt(1 - Math.pow(BETA2, steps));
    for (Slot slot : slots) {
      NDArray array = slot.weight().array();
      if (decay != 0 && !slot.weight().isVector()) {
        array.muli(1 - rate * decay);
      }
      try (NDArray gradient = slot.weight().gradient();
          NDArray scaled = gradient.mul(1 - BETA1);
          NDArray squared = gradient.square()) {
        slot.mean().muli(BETA1).addi(scaled);
        slot.square().muli(BETA2).addi(squared.muli(1 - BETA2));
      }
      try (NDArray root = slot.square().sqrt()) {
        root.divi(squareCorrection).addi(EPSILON);
        try (NDArray change = slot.mean().div(root)) {
          array.subi(change.muli(rate / meanCorrection));
        }
      }
    }
  }

  @Override
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    for (Slot slot : slots) {
      state.put("mean." + slot.weight().name(), slot.mean());
      state.put("square." + slot.weight().name(), slot.square());
    }
    return state;
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
