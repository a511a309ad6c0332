package io.paastreams.metrics;

import java.util.Map;
import java.util.Optional;

/**
 * Exchanges the model of a running instance, as asked under {@code /model}.
 *
 * <p>Threading: asked by several threads.
 */
public interface ModelControl {

  /** Which model judges, and how the last exchange went: text by name, in the order to be shown. */
  Map<String, String> status();

  /**
   * Begins to load another model beside the current one, and returns at once.
   *
   * @param path of the model on this machine
   * @return why not; empty if it has begun
   */
  Optional<String> begin(String path);
}
