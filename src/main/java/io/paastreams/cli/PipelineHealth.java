package io.paastreams.cli;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.metrics.Health;
import io.paastreams.metrics.HealthCheck;
import io.paastreams.model.Model;
import io.paastreams.pipeline.DetectionPipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of {@code run}: live until it has failed, ready while frames are being detected.
 *
 * <p>Threading: safe; it becomes ready once it knows the pipeline.
 */
final class PipelineHealth implements Health {

  private final Map<String, String> info = new LinkedHashMap<>();
  private volatile @Nullable DetectionPipeline pipeline;
  private volatile @Nullable AnalyticsApplication analytics;
  private volatile @Nullable ModelSwitch models;

  PipelineHealth(PaaStreamsConfig config, Model model) {
    info.put("version", PaaStreamsCommand.Version.number());
    info.put("java", System.getProperty("java.version"));
    info.put("applicationId", config.pipeline().applicationId());
    info.put(
        "guarantee",
        config.pipeline().guarantee().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    info.put("model", model.recipe().name());
    info.put("modelSha256", model.sha256());
    info.put("device", config.model().detectorOptions().device());
    info.put("profile", config.model().scoring().profile().name().toLowerCase(Locale.ROOT));
  }

  /**
   * The detector is loaded and warmed up, and its pipeline starts.
   *
   * @param analytics the analytics in the same process; null if there is none
   * @param models exchanges the model of the pipeline; null if nobody can ask for it
   */
  void watch(
      DetectionPipeline pipeline,
      @Nullable AnalyticsApplication analytics,
      @Nullable ModelSwitch models) {
    this.analytics = analytics;
    this.models = models;
    this.pipeline = pipeline;
  }

  @Override
  public boolean isLive() {
    DetectionPipeline pipeline = this.pipeline;
    AnalyticsApplication analytics = this.analytics;
    return (pipeline == null || !pipeline.state().isOver() && pipeline.deviceAnswers())
        && (analytics == null || !analytics.state().isOver());
  }

  @Override
  public List<HealthCheck> readiness() {
    DetectionPipeline pipeline = this.pipeline;
    if (pipeline == null) {
      return List.of(new HealthCheck("model", false, "is being loaded"));
    }
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(new HealthCheck("model", true, "is loaded and warmed up"));
    checks.addAll(ApplicationChecks.of("", pipeline.health()));
    checks.add(
        new HealthCheck(
            "device",
            pipeline.deviceAnswers(),
            pipeline.deviceAnswers() ? "answers" : "has not returned from a call"));
    AnalyticsApplication analytics = this.analytics;
    if (analytics != null) {
      checks.addAll(ApplicationChecks.of("analytics-", analytics.health()));
    }
    return checks;
  }

  @Override
  public Map<String, String> info() {
    DetectionPipeline pipeline = this.pipeline;
    if (pipeline == null) {
      return info;
    }
    Map<String, String> now = new LinkedHashMap<>(info);
    now.put("model", pipeline.model().name());
    now.put("modelSha256", pipeline.model().sha256());
    ModelSwitch models = this.models;
    if (models != null && !models.isConfigured()) {
      now.put("modelPath", models.servingPath());
      now.put("configuredModelPath", models.configuredPath());
    }
    return now;
  }
}
