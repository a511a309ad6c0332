package io.paastreams.devkit;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link EmbeddedBroker} starts.
 *
 * @param port on which clients connect; 0 takes a free one
 * @param dataDir kept after {@link EmbeddedBroker#close} and continued by the next start; null is a
 *     temporary folder, deleted at close
 * @param overrides broker settings that win over the embedded broker's own
 */
public record EmbeddedBrokerConfig(
    int port, @Nullable Path dataDir, Map<String, String> overrides) {

  public EmbeddedBrokerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("the broker's port must be in 0..65535, not " + port);
    }
    overrides = Map.copyOf(overrides);
  }

  /** A free port and a temporary folder. */
  public static EmbeddedBrokerConfig throwaway() {
    return new EmbeddedBrokerConfig(0, null, Map.of());
  }

  /** A given port and a temporary folder. */
  public static EmbeddedBrokerConfig onPort(int port) {
    return new EmbeddedBrokerConfig(port, null, Map.of());
  }

  /** The same, but its topics outlive it in {@code dir}. */
  public EmbeddedBrokerConfig keepingDataIn(Path dir) {
    return new EmbeddedBrokerConfig(port, dir, overrides);
  }

  /** The same with one broker setting more. */
  public EmbeddedBrokerConfig with(String setting, String value) {
    Map<String, String> more = new HashMap<>(overrides);
    more.put(setting, value);
    return new EmbeddedBrokerConfig(port, dataDir, more);
  }
}
