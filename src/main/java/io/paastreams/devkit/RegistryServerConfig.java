package io.paastreams.devkit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RegistryServer} starts.
 *
 * @param port the port of its HTTP server; 0 takes a free one
 * @param dataDir a folder in which schemas and their ids outlive the server; null keeps them in
 *     memory. If a broker's topics are kept, these must be kept too, or the ids in the records lose
 *     their meaning
 */
public record RegistryServerConfig(int port, @Nullable Path dataDir) {

  public RegistryServerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the registry's port must be in 0..65535, not " + port);
    }
  }

  /** A configuration with a free port and schemas in memory. */
  public static RegistryServerConfig throwaway() {
    return new RegistryServerConfig(0, null);
  }

  /** A configuration with a given port and schemas in memory. */
  public static RegistryServerConfig onPort(int port) {
    return new RegistryServerConfig(port, null);
  }

  /** A copy whose schemas outlive the server in {@code dir}. */
  public RegistryServerConfig keepingDataIn(Path dir) {
    return new RegistryServerConfig(port, dir);
  }
}
