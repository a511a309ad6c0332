package io.paastreams.devkit;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link EmbeddedBroker} starts.
 *
 * @param port the port for clients; 0 takes a free one
 * @param dataDir a folder that is kept after {@link EmbeddedBroker#close} and reused by the next
 *     start; null for a temporary folder, which is deleted on close
 * @param overrides broker settings that take precedence over the embedded broker's own
 */
public record EmbeddedBrokerConfig(
    int port, @Nullable Path dataDir, Map<String, String> overrides) {

  public EmbeddedBrokerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the broker's port must be in 0..65535, not " + port);
    }
    overrides = Map.copyOf(overrides);
  }

  /** A configuration with a free port and a temporary folder. */
  public static EmbeddedBrokerConfig throwaway() {
    return new EmbeddedBrokerConfig(0, null, Map.of());
  }

  /** A configuration with a given port and a temporary folder. */
  public static EmbeddedBrokerConfig onPort(int port) {
    return new EmbeddedBrokerConfig(port, null, Map.of());
  }

  /** A copy whose topics outlive the broker in {@code dir}. */
  public EmbeddedBrokerConfig keepingDataIn(Path dir) {
    return new EmbeddedBrokerConfig(port, dir, overrides);
  }

  /** A copy with one more broker setting. */
  public EmbeddedBrokerConfig with(String setting, String value) {
    Map<String, String> more = new HashMap<>(overrides);
    more.put(setting, value);
    return new EmbeddedBrokerConfig(port, dataDir, more);
  }
}
