package io.paastreams.config;

import io.paastreams.setting.Keystore;
import org.jspecify.annotations.Nullable;

/**
 * How a client reaches the admin endpoint of instances.
 *
 * @param port the port of the instance on this machine; null if the configuration names none
 * @param adminToken the token for the exchange of models; null if the configuration has none
 * @param keystore with the certificate that the instances show; null if they serve HTTP
 */
public record MetricsAccess(
    @Nullable Integer port, @Nullable String adminToken, @Nullable Keystore keystore) {

  /** The token is a secret. */
  @Override
  public String toString() {
    return "MetricsAccess[port=%s]".formatted(port);
  }
}
