package io.paastreams.metrics;

import java.util.Map;
import java.util.Optional;

/**
 * Exchanges the model of a running instance, as requested under {@code /model}.
 *
 * <p>Threading: called by several threads.
 */
public interface ModelControl {

  /** The current model and the outcome of the last exchange: text by name, in display order. */
  Map<String, String> status();

  /**
   * Begins to load another model beside the current one, and returns at once.
   *
   * @param path the path of the model on this machine
   * @return why it was refused; empty if it has begun
   */
  Optional<String> begin(String path);
}
