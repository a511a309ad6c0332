package io.paastreams.batch;

import java.util.List;

/** Computes a batch. Called by one thread, one batch at a time. */
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
}
