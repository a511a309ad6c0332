package io.paastreams.cli.bench;

import java.util.List;

/** The middle of some figures: other work on the machine moves it less than their mean. */
final class Median {

  private Median() {}

  /**
   * The median.
   *
   * @param values at least one
   */
  static double of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no figures have no median");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
