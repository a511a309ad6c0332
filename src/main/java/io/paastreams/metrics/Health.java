package io.paastreams.metrics;

import java.util.List;
import java.util.Map;

/**
 * The content of {@code /health} and {@code /info}.
 *
 * <p>Threading: called by several threads.
 */
public interface Health {

  /** Whether the process is live; false if a restart may help. */
  boolean isLive();

  /** The checks that must be up for frames to be processed. */
  List<HealthCheck> readiness();

  /** The program and what it runs: text by name, in display order. */
  Map<String, String> info();

  /** Whether all checks are up. */
  default boolean isReady() {
    return readiness().stream().allMatch(HealthCheck::up);
  }
}
