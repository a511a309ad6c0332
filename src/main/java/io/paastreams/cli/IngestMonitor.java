package io.paastreams.cli;

import io.paastreams.config.CamerasConfig;
import io.paastreams.config.MetricsConfig;
import io.paastreams.ingest.IngestListener;
import io.paastreams.metrics.IngestMetrics;
import io.paastreams.metrics.MetricsServer;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The log of the cameras and, if requested, their metrics. Threading: safe. */
final class IngestMonitor implements AutoCloseable {

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
    MetricsServer server = ServedMetrics.start(address, "ingest.metricsPort", health);
    IngestMetrics ofCameras = new IngestMetrics(server.registry(), InstantSource.system());
    config.cameras().forEach(each -> ofCameras.expect(each.ingest().cameraId()));
    health.watch(ofCameras);
    return new IngestMonitor(new IngestLog().and(ofCameras), server);
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
