package io.paastreams.batch;

/**
 * Items a nanosecond, the last seconds counting most.
 *
 * <p>Threading: none of its own.
 */
final class ArrivalRate {

  private static final double MEMORY_NANOS = 2e9;

  private double weight;
  private long countedAt;
  private long firstAt;
  private boolean begun;

  /** Counts an item. */
  void count(long now) {
    if (!begun) {
      begun = true;
      firstAt = now;
      countedAt = now;
    }
    weight = 1 + weight * remembered(now);
    countedAt = now;
  }

  /** The rate; 0 before there can be one. */
  double perNano(long now) {
    double observed = now - firstAt;
    if (!begun || observed <= 0) {
      return 0;
    }
    // Of an endless past the weights would add up to the memory's length times the rate.
    double seen = MEMORY_NANOS * (1 - Math.exp(-observed / MEMORY_NANOS));
    return weight * remembered(now) / seen;
  }

  private double remembered(long now) {
    return Math.exp(-(now - countedAt) / MEMORY_NANOS);
  }
}
