package io.paastreams.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.paastreams.model.head.HeadOutput;
import io.paastreams.model.layer.ActivationStorage;
import io.paastreams.model.layer.Range;
import io.paastreams.model.torch.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * Shows at which places of a network rounding to bytes does the most harm: it computes in float32
 * and rounds at one place at a time.
 *
 * <p>Threading: confined to one thread, with its gradient mode off.
 */
public final class RoundingProbe implements AutoCloseable {

  private final PaaNetwork network;
  private final Map<String, Range> ranges;
  private final Map<String, Double> changes = new LinkedHashMap<>();
  private double size;

  /**
   * Loads a model on the CPU.
   *
   * @param ranges the ranges by place
   */
  public RoundingProbe(Recipe recipe, int classes, StateDict weights, Map<String, Range> ranges) {
    this.network =
        PaaNetwork.loadForInference(recipe, classes, weights, Device.cpu(), Precision.FLOAT32);
    this.ranges = ranges;
  }

  /** The manager that owns the network's memory. */
  public NDManager manager() {
    return network.manager();
  }

  /**
   * Compares the outputs for one input.
   *
   * @param images as for {@link PaaNetwork#forward}
   */
  public void look(NDArray images) {
    network.round(ActivationStorage.AS_IS);
    List<HeadOutput> exact = network.forward(images);
    size += sum(exact, exact, (a, b) -> a.abs().sum().getFloat());
    ranges.forEach(
        (place, range) -> {
          network.round(new ActivationStorage.RoundedAt(place, range));
          List<HeadOutput> rounded = network.forward(images);
          changes.merge(
              place, sum(rounded, exact, (a, b) -> a.sub(b).abs().sum().getFloat()), Double::sum);
          rounded.forEach(HeadOutput::close);
        });
  }

  private static double sum(
      List<HeadOutput> some,
      List<HeadOutput> others,
      ToDoubleBiFunction<NDArray, NDArray> distance) {
    double sum = 0;
    for (int level = 0; level < some.size(); level++) {
      sum += distance.applyAsDouble(some.get(level).cls(), others.get(level).cls());
    }
    return sum;
  }

  /** The mean change of the class logits divided by their mean magnitude, by place. */
  public Map<String, Double> losses() {
    Map<String, Double> losses = new LinkedHashMap<>();
    changes.forEach((place, change) -> losses.put(place, change / size));
    return losses;
  }

  @Override
  public void close() {
    network.close();
  }
}
