package io.paastreams.cli;

import io.paastreams.analytics.AnalyticsListener;
import io.paastreams.config.MetricsConfig;
import io.paastreams.live.LiveServer;
import io.paastreams.metrics.AnalyticsMetrics;
import io.paastreams.metrics.BatchMetrics;
import io.paastreams.metrics.CameraLabels;
import io.paastreams.metrics.Health;
import io.paastreams.metrics.LiveMetrics;
import io.paastreams.metrics.MetricsServer;
import io.paastreams.metrics.PipelineMetrics;
import io.paastreams.metrics.StreamsMetrics;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.DetectionPipelineBuilder;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics and the health of {@code run}, where asked for.
 *
 * <p>Threading: one thread.
 */
final class PipelineMonitor implements AutoCloseable {

  private final @Nullable MetricsServer server;
  private final CameraLabels labels;
  private @Nullable StreamsMetrics streams;

  private PipelineMonitor(@Nullable MetricsServer server, CameraLabels labels) {
    this.server = server;
    this.labels = labels;
  }

  /**
   * Begins to answer, if there is a port.
   *
   * @throws IOException if the port is taken
   */
  static PipelineMonitor start(@Nullable MetricsConfig config, Health health) throws IOException {
    if (config == null) {
      return new PipelineMonitor(null, CameraLabels.atMost(0));
    }
    return new PipelineMonitor(
        ServedMetrics.start(config, "metrics.port", health),
        CameraLabels.atMost(config.cameraLabels()));
  }

  /** Where this instance's own metrics are. */
  List<URI> pages() {
    return server == null
        ? List.of()
        : List.of(URI.create("http://127.0.0.1:%d/metrics".formatted(server.port())));
  }

  /** Measures a page in the same process. */
  void watch(@Nullable LiveServer page) {
    if (server != null && page != null) {
      LiveMetrics.watch(page, server.registry());
    }
  }

  /** What measures analytics in the same process. */
  AnalyticsListener analytics() {
    return server == null ? AnalyticsListener.NONE : new AnalyticsMetrics(server.registry());
  }

  /** Builds a pipeline that is measured. */
  DetectionPipeline watch(DetectionPipelineBuilder builder) {
    if (server == null) {
      return builder.build();
    }
    PipelineMetrics metrics = new PipelineMetrics(server.registry(), labels);
    DetectionPipeline pipeline =
        builder.listener(metrics).batchListener(new BatchMetrics(server.registry())).build();
    metrics.watch(pipeline);
    StreamsMetrics ofStreams = new StreamsMetrics(server.registry());
    pipeline.observe(ofStreams);
    streams = ofStreams;
    return pipeline;
  }

  @Override
  public void close() {
    if (streams != null) {
      streams.close();
    }
    if (server != null) {
      server.close();
    }
  }
}
