package io.paastreams.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.paastreams.model.layer.ActivationStorage;
import io.paastreams.model.layer.Range;
import io.paastreams.model.torch.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Observes the values in a network that computes in float32, to find the ranges for {@link
 * Precision#INT8}. Every image is observed twice: first for the smallest and the largest value at
 * each place, then for how often the values between them occur.
 *
 * <p>Threading: confined to one thread, with its gradient mode off.
 */
public final class RangeFinder implements AutoCloseable {

  private static final int BINS = 2048;

  private final Recipe recipe;
  private final int classes;
  private final StateDict weights;
  private final Map<String, Range> extremes = new LinkedHashMap<>();
  private final Map<String, double[]> counts = new LinkedHashMap<>();
  private Observation current;

  /** A network, and the number of figures that it yields per place, in its order. */
  private record Observation(PaaNetwork network, Map<String, Integer> figures) {

    private interface Reader {
      void read(String place, NDArray figure);
    }

    void observe(NDArray images, Reader reader) {
      try (NDList all = network.figures(images)) {
        int next = 0;
        for (Map.Entry<String, Integer> place : figures.entrySet()) {
          for (int i = 0; i < place.getValue(); i++) {
            reader.read(place.getKey(), all.get(next++));
          }
        }
      }
    }
  }

  /**
   * Loads a model on the CPU.
   *
   * @throws IllegalArgumentException if the weights do not fit
   */
  public RangeFinder(Recipe recipe, int classes, StateDict weights) {
    this.recipe = recipe;
    this.classes = classes;
    this.weights = weights;
    this.current =
        observation(
            new ActivationStorage.Observed(
                place -> "torch.stack([torch.amin(%1$s), torch.amax(%1$s)])"));
  }

  private Observation observation(ActivationStorage.Observed observed) {
    PaaNetwork network = PaaNetwork.loadObserved(recipe, classes, weights, observed);
    Map<String, Integer> figures = new LinkedHashMap<>();
    observed.figures().forEach((place, values) -> figures.put(place, values.size()));
    return new Observation(network, figures);
  }

  /**
   * The manager that owns the network's memory until {@link #startCounting} or {@link #close} is
   * called.
   */
  public NDManager manager() {
    return current.network.manager();
  }

  /**
   * Observes the extremes.
   *
   * @param images as for {@link PaaNetwork#forward}
   */
  public void look(NDArray images) {
    current.observe(
        images,
        (place, figure) -> {
          float[] values = figure.toFloatArray();
          extremes.merge(place, new Range(values[0], values[1]), Range::and);
        });
  }

  /**
   * Continues with the second pass.
   *
   * @throws IllegalStateException if no image has been observed
   */
  public void startCounting() {
    if (extremes.isEmpty()) {
      throw new IllegalStateException("no image has been observed");
    }
    current.network.close();
    current =
        observation(
            new ActivationStorage.Observed(
                place -> {
                  Range range = Objects.requireNonNull(extremes.get(place));
                  return "torch.histc(%%s, %d, %s, %s)".formatted(BINS, range.min(), range.max());
                }));
  }

  /** Counts values between the extremes. */
  public void count(NDArray images) {
    current.observe(
        images,
        (place, figure) -> {
          float[] values = figure.toFloatArray();
          double[] sum = counts.computeIfAbsent(place, first -> new double[BINS]);
          for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
          }
        });
  }

  /** The ranges by place that a method chooses. */
  public Map<String, Range> ranges(RangeMethod method) {
    Map<String, Range> ranges = new LinkedHashMap<>();
    extremes.forEach(
        (place, range) -> {
          double[] values = counts.get(place);
          ranges.put(
              place,
              values == null || range.min() == range.max()
                  ? range
                  : method.range(new Histogram(range, values)));
        });
    return ranges;
  }

  @Override
  public void close() {
    current.network.close();
  }
}
