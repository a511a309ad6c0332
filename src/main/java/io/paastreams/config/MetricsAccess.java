package io.paastreams.config;

import org.jspecify.annotations.Nullable;

/**
 * How a client reaches the admin endpoint of instances.
 *
 * @param port the port of the instance on this machine; null if the configuration names none
 * @param adminToken the token for the exchange of models; null if the configuration has none
 */
public record MetricsAccess(@Nullable Integer port, @Nullable String adminToken) {

  /** The token is a secret. */
  @Override
  public String toString() {
    return "MetricsAccess[port=%s]".formatted(port);
  }
}
