package io.paastreams.cli.bench;

import java.util.List;

/** The median of figures, which other work on the machine affects less than the mean. */
final class Median {

  private Median() {}

  /**
   * Computes the median.
   *
   * @param values at least one value
   */
  static double of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("there is no median without figures");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
