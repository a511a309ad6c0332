package io.paastreams.cli;

import io.paastreams.config.MetricsConfig;
import io.paastreams.metrics.Health;
import io.paastreams.metrics.MetricsServer;
import io.paastreams.streams.Application;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the metrics and the health of applications. */
final class ServedMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(ServedMetrics.class);

  private ServedMetrics() {}

  /**
   * Starts to answer.
   *
   * @param running the applications once they run, none before; health is that of all of them
   * @return null if nothing is to be served
   */
  static @Nullable MetricsServer start(
      @Nullable MetricsConfig config, Supplier<List<? extends Application>> running)
      throws IOException {
    return config == null
        ? null
        : started(
            config,
            "metrics.port",
            address ->
                MetricsServer.start(
                    address,
                    () -> {
                      List<? extends Application> applications = running.get();
                      return !applications.isEmpty()
                          && applications.stream().allMatch(Application::isHealthy);
                    }));
  }

  /**
   * Starts to answer.
   *
   * @param portKey the key of the configuration that another port can be set by
   */
  static MetricsServer start(MetricsConfig config, String portKey, Health health)
      throws IOException {
    return started(config, portKey, address -> MetricsServer.start(address, health));
  }

  private static MetricsServer started(MetricsConfig config, String portKey, Starter starter)
      throws IOException {
    try {
      MetricsServer server = starter.start(new InetSocketAddress(config.host(), config.port()));
      LOG.info("metrics on http://{}:{}/metrics", config.host(), server.port());
      return server;
    } catch (IOException e) {
      throw new IOException(
          "cannot serve metrics on %s:%d: %s; choose another %s"
              .formatted(config.host(), config.port(), e.getMessage(), portKey),
          e);
    }
  }

  @FunctionalInterface
  private interface Starter {
    MetricsServer start(InetSocketAddress address) throws IOException;
  }
}
