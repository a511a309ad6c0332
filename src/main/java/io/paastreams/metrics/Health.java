package io.paastreams.metrics;

import java.util.List;
import java.util.Map;

/**
 * What is answered under {@code /health} and {@code /info}.
 *
 * <p>Threading: asked by several threads.
 */
public interface Health {

  /** Whether a restart would not help. */
  boolean isLive();

  /** What has to be well for frames to be processed; ready is who has only checks that are up. */
  List<HealthCheck> readiness();

  /** Which program this is, and what it runs: text by name, in the order to be shown. */
  Map<String, String> info();

  /** Whether all checks are up. */
  default boolean isReady() {
    return readiness().stream().allMatch(HealthCheck::up);
  }
}
