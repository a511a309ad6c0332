package io.paastreams.cli.demo;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.analytics.AnalyticsConfig;
import io.paastreams.analytics.AnalyticsListener;
import io.paastreams.batch.BatchListener;
import io.paastreams.cluster.RulesTopic;
import io.paastreams.cluster.TopicAdmin;
import io.paastreams.devkit.EmbeddedBroker;
import io.paastreams.devkit.RegistryServer;
import io.paastreams.event.EventSerdes;
import io.paastreams.event.EventSerdesConfig;
import io.paastreams.event.RegistryConfig;
import io.paastreams.event.TopicKind;
import io.paastreams.event.TopicLayout;
import io.paastreams.event.TopicNames;
import io.paastreams.event.Topics;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.live.LiveServer;
import io.paastreams.metrics.MetricsServer;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.pipeline.PipelineListener;
import io.paastreams.streams.Guarantee;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker, registry, detector, pipeline and analytics of a demo, started at the same time and
 * closed in reverse order.
 *
 * <p>Threading: one thread.
 */
final class DemoStack implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DemoStack.class);
  private static final int PARTITIONS = 4;
  private static final String ANALYTICS_ID = "paa-analytics-demo";

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final EmbeddedBroker broker;
  private final RegistryServer registry;
  private final EventSerdes serdes;
  private final Topics topics;
  private final DetectionPipeline pipeline;
  private final AnalyticsApplication analytics;

  private DemoStack(
      Supplier<Detector> loadDetector,
      Preprocessor preprocessor,
      Function<String, PipelineConfig> config,
      Guarantee guarantee,
      PipelineListener frames,
      BatchListener batches) {
    CompletableFuture<RegistryServer> startingRegistry =
        CompletableFuture.supplyAsync(RegistryServer::start);
    CompletableFuture<Detector> loadingDetector = CompletableFuture.supplyAsync(loadDetector);
    try {
      broker = keep(EmbeddedBroker.start());
      try (TopicAdmin admin =
          TopicAdmin.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.createMissing(
            TopicLayout.standard().withPartitions(PARTITIONS).topics(TopicNames.standard()));
      }
      registry = keep(startingRegistry.join());
      serdes = keep(EventSerdes.of(EventSerdesConfig.builtIn(RegistryConfig.at(registry.url()))));
      serdes.prepare(TopicNames.standard());
      topics = Topics.of(TopicNames.standard(), serdes);
      new RulesTopic(broker.bootstrapServers(), Map.of(), topics.of(TopicKind.RULES))
          .apply(DemoRules.read());
      analytics =
          keep(
              new AnalyticsApplication(
                  AnalyticsConfig.of(ANALYTICS_ID, broker.bootstrapServers(), guarantee),
                  topics,
                  AnalyticsListener.NONE));
      CompletableFuture<Void> startingAnalytics = CompletableFuture.runAsync(analytics::start);
      Detector detector = keep(loadingDetector.join());
      pipeline =
          keep(
              DetectionPipeline.builder(
                      config.apply(broker.bootstrapServers()), topics, detector, preprocessor)
                  .listener(frames)
                  .batchListener(batches)
                  .build());
      pipeline.start();
      startingAnalytics.join();
    } catch (CompletionException e) {
      abandon(startingRegistry, loadingDetector);
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException e) {
      abandon(startingRegistry, loadingDetector);
      throw e;
    }
  }

  /**
   * Starts everything and returns when frames and detections are read.
   *
   * @param config makes the pipeline's configuration from the broker's address
   * @param guarantee the guarantee of analytics
   */
  static DemoStack start(
      Supplier<Detector> loadDetector,
      Preprocessor preprocessor,
      Function<String, PipelineConfig> config,
      Guarantee guarantee,
      PipelineListener frames,
      BatchListener batches) {
    return new DemoStack(loadDetector, preprocessor, config, guarantee, frames, batches);
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  String registryUrl() {
    return registry.url();
  }

  Topics topics() {
    return topics;
  }

  /** Serves the live page until the stack is closed. */
  LiveServer serve(MetricsServer metrics) {
    return keep(DemoPage.serve(broker.bootstrapServers(), topics, metrics));
  }

  AnalyticsApplication analytics() {
    return analytics;
  }

  DetectionPipeline pipeline() {
    return pipeline;
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  /**
   * A part that is still starting when another one has failed is closed as soon as it has started.
   */
  private void abandon(
      CompletableFuture<RegistryServer> startingRegistry,
      CompletableFuture<Detector> loadingDetector) {
    close();
    startingRegistry.thenAccept(RegistryServer::close);
    loadingDetector.thenAccept(Detector::close);
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable next = opened.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOG.warn("{} did not close cleanly", next.getClass().getSimpleName(), e);
      }
    }
  }
}
