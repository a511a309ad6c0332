package io.paastreams.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When a batch closes, and how much may wait.
 *
 * @param maxSize the maximum number of items in a batch, at least 1
 * @param maxDelay how long the oldest item of a batch may wait for others; zero takes whatever is
 *     queued when the device becomes free
 * @param maxPendingWeight the largest total weight of items that were submitted and are not yet
 *     done, at least 1; beyond it {@link MicroBatcher#submit} waits. A single heavier item is
 *     admitted alone
 */
public record BatchPolicy(int maxSize, Duration maxDelay, long maxPendingWeight) {

  public BatchPolicy {
    List<String> faults = new ArrayList<>();
    if (maxSize < 1) {
      faults.add("maxSize = " + maxSize + ": must be at least 1");
    }
    if (maxDelay.isNegative()) {
      faults.add("maxDelay = " + maxDelay + ": must not be negative");
    }
    if (maxPendingWeight < 1) {
      faults.add("maxPendingWeight = " + maxPendingWeight + ": must be at least 1");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  /** A policy for callers that limit pending items themselves. */
  public static BatchPolicy unboundedPending(int maxSize, Duration maxDelay) {
    return new BatchPolicy(maxSize, maxDelay, Long.MAX_VALUE);
  }
}
