package io.paastreams.batch;

import java.util.List;
import java.util.Objects;

/**
 * Takes one batch through the handler: first whole, then in halves wherever a call fails, down to
 * single items. One culprit among n items costs about 2 log2(n) further calls, and each of the
 * other items is computed with at most n / 2 others.
 *
 * <p>Threading: confined to one worker's thread.
 */
final class BatchExecution<I, O> {

  private final HandlerContext<I, O> device;
  private final DevicePool.Lease lease;
  private final Object bucket;
  private int calls;
  private int failed;

  /**
   * Creates an execution that has not begun.
   *
   * @param lease the device slot; may or may not be held when the execution is over
   */
  BatchExecution(HandlerContext<I, O> device, DevicePool.Lease lease, Object bucket) {
    this.device = device;
    this.lease = lease;
    this.bucket = bucket;
  }

  /** The number of calls of the handler. */
  int calls() {
    return calls;
  }

  /** The number of items that failed alone. */
  int failed() {
    return failed;
  }

  /** Completes every item's future. Exceptions of the handler are not thrown from here. */
  void run(List<PendingItem<I, O>> items) {
    List<PendingItem<I, O>> wanted =
        items.stream().filter(item -> !item.result().isDone()).toList();
    if (wanted.isEmpty()) {
      return;
    }
    if (device.stopped().getAsBoolean()) {
      failStopped(wanted);
    } else if (wanted.size() > device.limits().of(bucket)) {
      runHalves(wanted); // the first half ran out of memory in the meantime
    } else {
      runTogether(wanted);
    }
  }

  private void runTogether(List<PendingItem<I, O>> items) {
    calls++;
    List<O> results;
    try {
      results = call(items);
    } catch (Throwable failure) { // errors too: the worker must outlive any handler
      recover(items, failure);
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      items.get(i).result().complete(results.get(i));
    }
  }

  private List<O> call(List<PendingItem<I, O>> items) throws Exception {
    lease.renew(device.stopped());
    List<I> batch = items.stream().map(PendingItem::item).toList();
    List<O> results = device.handler().handle(batch, lease::release);
    if (results.size() != items.size() || results.stream().anyMatch(Objects::isNull)) {
      throw new IllegalStateException(
          "the handler returned " + results.size() + " results (or a null) for " + items.size());
    }
    return results;
  }

  private void recover(List<PendingItem<I, O>> items, Throwable failure) {
    if (device.stopped().getAsBoolean()) {
      failStopped(items); // stopping interrupts the handler, which is not a failure of an item
      return;
    }
    int size = items.size();
    device.listener().callFailed(bucket, size, failure);
    if (size == 1) {
      failed++;
      items.get(0).result().completeExceptionally(new BatchItemException(failure));
      return;
    }
    if (device.outOfMemory().test(failure)) {
      lowerLimit(size / 2);
    }
    runHalves(items);
  }

  private void runHalves(List<PendingItem<I, O>> items) {
    int half = items.size() / 2;
    run(items.subList(0, half));
    run(items.subList(half, items.size()));
  }

  private void lowerLimit(int limit) {
    device.limits().lower(bucket, limit);
    device.listener().limitLowered(bucket, limit);
  }

  private void failStopped(List<PendingItem<I, O>> items) {
    BatcherStoppedException reason = new BatcherStoppedException(device.name());
    items.forEach(item -> item.result().completeExceptionally(reason));
  }
}
