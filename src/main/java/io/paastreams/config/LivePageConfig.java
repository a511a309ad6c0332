package io.paastreams.config;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.claimcheck.S3Settings;
import io.paastreams.live.LiveConfig;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.setting.Keystore;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingValues;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that the live page needs.
 *
 * @param applicationId the application id of the pipeline, whose lag is shown
 * @param metrics where metrics are served; null if they are not
 * @param instances with the certificate that the instances' metrics show; null if they serve HTTP
 * @param claimChecks from where images may be fetched
 */
public record LivePageConfig(
    LiveConfig live,
    ClusterConfig cluster,
    String applicationId,
    @Nullable MetricsConfig metrics,
    @Nullable Keystore instances,
    ClaimCheckPolicy claimChecks) {

  static final SettingSection SETTINGS = SettingSection.named("live");

  private static final Setting<Integer> METRICS_PORT =
      SETTINGS.optional(
          "metricsPort",
          MetricsConfig.PORTS,
          "Port of the page's own /metrics and /health on metrics.host; not served if not set.");

  static final List<SettingSection> SECTIONS =
      Stream.of(
              ClusterConfig.SECTIONS,
              List.of(
                  ClusterConfig.FRAME_LIMIT,
                  PipelineConfig.SETTINGS.only(PipelineConfig.APPLICATION_ID),
                  ClaimCheckPolicy.SETTINGS,
                  S3Settings.SETTINGS,
                  MetricsConfig.SETTINGS,
                  SETTINGS,
                  LiveConfig.SETTINGS))
          .flatMap(List::stream)
          .toList();

  static LivePageConfig of(SettingValues values) {
    return new LivePageConfig(
        LiveConfig.of(values),
        ClusterConfig.of(values),
        values.get(PipelineConfig.APPLICATION_ID),
        MetricsConfig.of(values, METRICS_PORT),
        MetricsConfig.access(values).keystore(),
        ClaimCheckPolicy.of(values));
  }
}
