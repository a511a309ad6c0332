package io.paastreams.cli;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.analytics.AnalyticsConfig;
import io.paastreams.analytics.AnalyticsListener;
import io.paastreams.config.MetricsConfig;
import io.paastreams.event.Topics;
import io.paastreams.inference.Detector;
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
import io.paastreams.tracing.Tracing;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics and the health of {@code run} and {@code analytics}, if requested.
 *
 * <p>Threading: one thread.
 */
final class PipelineMonitor implements AutoCloseable {

  private final @Nullable MetricsServer server;
  private final String scheme;
  private final CameraLabels labels;
  private final List<StreamsMetrics> streams = new ArrayList<>();
  private @Nullable PipelineMetrics metrics;
  private @Nullable ModelSwitch models;

  private PipelineMonitor(@Nullable MetricsServer server, String scheme, CameraLabels labels) {
    this.server = server;
    this.scheme = scheme;
    this.labels = labels;
  }

  /**
   * Starts to serve, if a port is configured.
   *
   * @throws IOException if the port is taken
   */
  static PipelineMonitor start(@Nullable MetricsConfig config, Health health) throws IOException {
    if (config == null) {
      return new PipelineMonitor(null, "http", CameraLabels.atMost(0));
    }
    return new PipelineMonitor(
        ServedMetrics.start(config, "metrics.port", health),
        config.scheme(),
        CameraLabels.atMost(config.cameraLabels()));
  }

  /** Where this instance's own metrics are. */
  List<URI> pages() {
    return server == null
        ? List.of()
        : List.of(URI.create("%s://127.0.0.1:%d/metrics".formatted(scheme, server.port())));
  }

  /** Measures a page in the same process. */
  void watch(@Nullable LiveServer page) {
    if (server != null && page != null) {
      LiveMetrics.watch(page, server.registry());
    }
  }

  /**
   * Builds analytics with metrics.
   *
   * @param tracing null for no tracing
   */
  AnalyticsApplication analytics(AnalyticsConfig config, Topics topics, @Nullable Tracing tracing) {
    List<AnalyticsListener> listeners = new ArrayList<>();
    @Nullable AnalyticsMetrics metrics =
        server == null ? null : new AnalyticsMetrics(server.registry());
    if (metrics != null) {
      listeners.add(metrics);
    }
    if (tracing != null) {
      listeners.add(tracing.ofAnalytics(config.applicationId()));
    }
    AnalyticsApplication application = new AnalyticsApplication(config, topics, listeners);
    if (server != null && metrics != null) {
      metrics.watch(application);
      application.observe(kept(StreamsMetrics.ofAnalytics(server.registry())));
    }
    return application;
  }

  private StreamsMetrics kept(StreamsMetrics metrics) {
    streams.add(metrics);
    return metrics;
  }

  /** Builds a pipeline with metrics. */
  DetectionPipeline watch(DetectionPipelineBuilder builder) {
    if (server == null) {
      return builder.build();
    }
    PipelineMetrics metrics = new PipelineMetrics(server.registry(), labels);
    DetectionPipeline pipeline =
        builder.listener(metrics).batchListener(new BatchMetrics(server.registry())).build();
    metrics.watch(pipeline);
    this.metrics = metrics;
    pipeline.observe(kept(StreamsMetrics.ofPipeline(server.registry())));
    return pipeline;
  }

  /**
   * Allows clients that have the token to exchange the model.
   *
   * @param serving the detector of the pipeline
   * @param loader loads other models
   * @param configuredPath the model with which the process would start again
   */
  void allowExchange(
      DetectionPipeline pipeline,
      Detector serving,
      ModelSwitch.Loader loader,
      Supplier<String> configuredPath,
      @Nullable String token) {
    PipelineMetrics metrics = this.metrics;
    if (server == null || metrics == null) {
      return;
    }
    ModelSwitch models =
        new ModelSwitch(
            pipeline.models(),
            serving,
            loader,
            configuredPath,
            done -> metrics.modelSwitched(done, pipeline.model()));
    this.models = models;
    metrics.watchConfigured(models::isConfigured);
    server.control(models, token);
  }

  /** The exchange of models; null if nobody can ask for it. */
  @Nullable ModelSwitch models() {
    return models;
  }

  /** Call it when the pipeline is closed: it closes the model that was in use. */
  @Override
  public void close() {
    if (models != null) {
      models.close();
    }
    streams.forEach(StreamsMetrics::close);
    if (server != null) {
      server.close();
    }
  }
}
