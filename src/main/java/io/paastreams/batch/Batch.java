package io.paastreams.batch;

import java.util.List;

/** A closed batch: items of one bucket in the order of their submission. */
record Batch<I, O>(
    Object bucket, List<PendingItem<I, O>> items, int limit, CloseReason reason, long closedAt) {

  long oldestWaitNanos() {
    return closedAt - items.get(0).submittedAt();
  }
}
