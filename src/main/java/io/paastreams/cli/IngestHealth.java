package io.paastreams.cli;

import io.paastreams.metrics.Health;
import io.paastreams.metrics.HealthCheck;
import io.paastreams.metrics.IngestMetrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of {@code ingest}: it is well while at least one of its cameras has not been given up.
 * Threading: safe.
 */
final class IngestHealth implements Health {

  private volatile @Nullable IngestMetrics cameras;

  void watch(IngestMetrics cameras) {
    this.cameras = cameras;
  }

  @Override
  public boolean isLive() {
    IngestMetrics known = cameras;
    return known != null && known.anyUp();
  }

  @Override
  public List<HealthCheck> readiness() {
    boolean up = isLive();
    return List.of(
        new HealthCheck(
            "cameras",
            up,
            up
                ? "at least one has not been given up"
                : "all have been given up, or none is" + " known"));
  }

  @Override
  public Map<String, String> info() {
    return Map.of("version", PaaStreamsCommand.Version.number());
  }
}
