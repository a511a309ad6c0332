package io.paastreams.batch;

import java.util.List;

/** A closed batch: items of one bucket, in the order in which they were given their places. */
record Batch<I, O>(
    Object bucket, List<PendingItem<I, O>> items, int limit, CloseReason reason, long closedAt) {

  long oldestWaitNanos() {
    return items.stream().mapToLong(item -> closedAt - item.submittedAt()).max().orElse(0);
  }
}
