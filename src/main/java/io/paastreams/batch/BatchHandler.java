package io.paastreams.batch;

import java.util.List;

/**
 * Computes a batch.
 *
 * <p>Threading: never called for more batches at a time than there are devices, unless it says that
 * a device is free before it returns.
 */
@FunctionalInterface
public interface BatchHandler<I, O> {

  /**
   * Computes the results of a batch.
   *
   * @param batch at least one item; all were submitted with the same bucket; unmodifiable
   * @return one result an item, in the order of {@code batch}
   * @throws Exception if the batch cannot be computed as a whole. It is then split and tried again,
   *     so the handler must bear to see an item more than once
   */
  List<O> handle(List<I> batch) throws Exception;

  /**
   * The same for a handler that has work left when the device has done its part.
   *
   * @param deviceFree to be called then, once or never; the next batch may come before this call
   *     returns, on another thread
   */
  default List<O> handle(List<I> batch, Runnable deviceFree) throws Exception {
    return handle(batch);
  }
}
