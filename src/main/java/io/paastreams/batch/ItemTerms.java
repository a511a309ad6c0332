package io.paastreams.batch;

import java.time.Duration;

/**
 * How an item queues.
 *
 * @param weight the weight that counts against {@link BatchPolicy#maxPendingWeight()} until the
 *     item is done, at least 1
 * @param priority items of higher priority enter batches first; {@link MicroBatcher} says what
 *     keeps the others from starving
 * @param waited how long this item, or an item whose place it takes, has already waited elsewhere;
 *     counts as if it had waited here
 * @param patience after this time in the queue the item is no longer worth computing and fails with
 *     {@link ItemExpiredException}
 */
public record ItemTerms(long weight, int priority, Duration waited, Duration patience) {

  /** Longer than any process runs, but still representable in nanoseconds. */
  public static final Duration ENDLESS = Duration.ofDays(36_500);

  /** Weight 1, priority 0, and endless patience. */
  public static final ItemTerms STANDARD = new ItemTerms(1, 0, Duration.ZERO, ENDLESS);

  public ItemTerms {
    if (weight < 1) {
      throw new IllegalArgumentException("weight = " + weight + ": must be at least 1");
    }
    if (waited.isNegative()) {
      throw new IllegalArgumentException("waited = " + waited + ": must not be negative");
    }
    if (patience.isNegative() || patience.compareTo(ENDLESS) > 0) {
      throw new IllegalArgumentException(
          "patience = " + patience + ": must be between 0 and " + ENDLESS);
    }
  }

  ItemTerms withWeight(long other) {
    return new ItemTerms(other, priority, waited, patience);
  }
}
