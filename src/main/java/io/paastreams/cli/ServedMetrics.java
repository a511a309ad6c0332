package io.paastreams.cli;

import io.paastreams.config.MetricsConfig;
import io.paastreams.metrics.Health;
import io.paastreams.metrics.MetricsServer;
import io.paastreams.setting.Keystore;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the metrics and the health of applications. */
final class ServedMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(ServedMetrics.class);

  private ServedMetrics() {}

  /**
   * Starts a server.
   *
   * @param portKey the configuration key with which another port can be set
   */
  static MetricsServer start(MetricsConfig config, String portKey, Health health)
      throws IOException {
    Keystore keystore = config.keystore();
    SSLContext tls = keystore == null ? null : keystore.forServer();
    try {
      MetricsServer server =
          MetricsServer.start(new InetSocketAddress(config.host(), config.port()), tls, health);
      LOG.info("metrics on {}://{}:{}/metrics", config.scheme(), config.host(), server.port());
      return server;
    } catch (IOException e) {
      throw new IOException(
          "cannot serve metrics on %s:%d: %s; choose another %s"
              .formatted(config.host(), config.port(), e.getMessage(), portKey),
          e);
    }
  }
}
