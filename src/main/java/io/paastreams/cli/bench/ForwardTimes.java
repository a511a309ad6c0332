package io.paastreams.cli.bench;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How long the bare forward pass takes for any batch size, derived from the measured ones. */
final class ForwardTimes {

  private final NavigableMap<Integer, Double> millis = new TreeMap<>();

  /**
   * The times of one precision.
   *
   * @param figures the figures, at least one of that precision
   */
  static ForwardTimes of(List<ForwardBench.ForwardSpeed> figures, String precision) {
    ForwardTimes times = new ForwardTimes();
    figures.stream()
        .filter(figure -> figure.precision().equals(precision))
        .forEach(figure -> times.millis.put(figure.batch(), figure.millis()));
    if (times.millis.isEmpty()) {
      throw new IllegalArgumentException("no batch was measured in " + precision);
    }
    return times;
  }

  /**
   * The time of a batch: interpolated linearly between measured sizes, proportional beyond them.
   */
  double millis(int batch) {
    Map.Entry<Integer, Double> below = millis.floorEntry(batch);
    Map.Entry<Integer, Double> above = millis.ceilingEntry(batch);
    if (below == null || above == null) {
      Map.Entry<Integer, Double> only = below == null ? above : below;
      return only.getValue() * batch / only.getKey();
    }
    if (below.getKey().equals(above.getKey())) {
      return below.getValue();
    }
    double share = (double) (batch - below.getKey()) / (above.getKey() - below.getKey());
    return below.getValue() + share * (above.getValue() - below.getValue());
  }

  /**
   * The mean, over all frames, of the time of the batch that the frame was in.
   *
   * @param sizes how many batches there were of each size; at least one
   */
  double millisOfAFramesBatch(Map<Integer, Long> sizes) {
    double sum = 0;
    long frames = 0;
    for (Map.Entry<Integer, Long> size : sizes.entrySet()) {
      long these = size.getKey() * size.getValue();
      sum += these * millis(size.getKey());
      frames += these;
    }
    return sum / frames;
  }
}
