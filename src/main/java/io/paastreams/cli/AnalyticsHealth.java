package io.paastreams.cli;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.metrics.Health;
import io.paastreams.metrics.HealthCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The health of {@code analytics}: live until it has failed, ready while detections are processed,
 * which begins once the cameras' states are restored.
 *
 * <p>Threading: safe; it becomes ready once it knows the application.
 */
final class AnalyticsHealth implements Health {

  private final Map<String, String> info = new LinkedHashMap<>();
  private volatile @Nullable AnalyticsApplication application;

  AnalyticsHealth(AnalyticsRunConfig config) {
    info.put("version", PaaStreamsCommand.Version.number());
    info.put("java", System.getProperty("java.version"));
    info.put("applicationId", config.analytics().applicationId());
    info.put(
        "guarantee",
        config.analytics().guarantee().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** The application is about to start. */
  void watch(AnalyticsApplication application) {
    this.application = application;
  }

  @Override
  public boolean isLive() {
    AnalyticsApplication application = this.application;
    return application == null || !application.state().isOver();
  }

  @Override
  public List<HealthCheck> readiness() {
    AnalyticsApplication application = this.application;
    return application == null
        ? List.of(new HealthCheck("partitions", false, "has not started"))
        : ApplicationChecks.of("", application.health());
  }

  @Override
  public Map<String, String> info() {
    return info;
  }
}
