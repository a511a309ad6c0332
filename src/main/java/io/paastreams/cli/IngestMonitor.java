package io.paastreams.cli;

import io.paastreams.config.CamerasConfig;
import io.paastreams.config.MetricsConfig;
import io.paastreams.ingest.IngestListener;
import io.paastreams.metrics.IngestMetrics;
import io.paastreams.metrics.MetricsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of the cameras and, if requested, their metrics. Threading: safe. */
final class IngestMonitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IngestMonitor.class);

  private final IngestListener listener;
  private final @Nullable MetricsServer server;

  private IngestMonitor(IngestListener listener, @Nullable MetricsServer server) {
    this.listener = listener;
    this.server = server;
  }

  /**
   * Serves the metrics of all cameras, including those not opened yet.
   *
   * @throws IOException if the port is in use
   */
  static IngestMonitor start(CamerasConfig config) throws IOException {
    MetricsConfig address = config.metrics();
    if (address == null) {
      return new IngestMonitor(new IngestLog(), null);
    }
    IngestHealth health = new IngestHealth();
    try {
      MetricsServer server =
          MetricsServer.start(new InetSocketAddress(address.host(), address.port()), health);
      IngestMetrics ofCameras = new IngestMetrics(server.registry(), InstantSource.system());
      config.cameras().forEach(each -> ofCameras.expect(each.ingest().cameraId()));
      health.watch(ofCameras);
      LOG.info("metrics on http://{}:{}/metrics", address.host(), server.port());
      return new IngestMonitor(new IngestLog().and(ofCameras), server);
    } catch (IOException e) {
      throw new IOException(
          "cannot serve metrics on %s:%d: %s; choose another ingest.metricsPort"
              .formatted(address.host(), address.port(), e.getMessage()),
          e);
    }
  }

  IngestListener listener() {
    return listener;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
