package io.paastreams.batch;

import java.util.List;

/**
 * Computes a batch.
 *
 * <p>Threading: never called for more batches at the same time than there are devices, unless a
 * call reports that its device is free before it returns.
 */
@FunctionalInterface
public interface BatchHandler<I, O> {

  /**
   * Computes the results of a batch.
   *
   * @param batch an unmodifiable list of at least one item, all submitted with the same bucket
   * @return one result per item, in the order of {@code batch}
   * @throws Exception if the batch cannot be computed as a whole. It is then split and retried, so
   *     the handler must tolerate seeing an item more than once
   */
  List<O> handle(List<I> batch) throws Exception;

  /**
   * Computes the results of a batch for a handler that has work left when the device has done its
   * part.
   *
   * @param deviceFree called by the handler at that moment, once or never; the next batch may then
   *     arrive on another thread before this call returns
   */
  default List<O> handle(List<I> batch, Runnable deviceFree) throws Exception {
    return handle(batch);
  }
}
