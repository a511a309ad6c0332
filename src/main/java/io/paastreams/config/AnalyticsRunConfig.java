package io.paastreams.config;

import io.paastreams.analytics.AnalyticsConfig;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingValues;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the command {@code analytics} needs.
 *
 * @param cluster where the topics are
 * @param analytics how analytics runs
 * @param metrics where metrics are served; null if they are not
 */
public record AnalyticsRunConfig(
    ClusterConfig cluster, AnalyticsConfig analytics, @Nullable MetricsConfig metrics) {

  static final List<SettingSection> SECTIONS =
      Stream.of(
              ClusterConfig.SECTIONS,
              List.of(PipelineConfig.SETTINGS, AnalyticsConfig.SETTINGS, MetricsConfig.SETTINGS))
          .flatMap(List::stream)
          .toList();

  static AnalyticsRunConfig of(SettingValues values) {
    return new AnalyticsRunConfig(
        ClusterConfig.of(values),
        AnalyticsConfig.of(values, PipelineConfig.of(values, Map.of()).settings()),
        MetricsConfig.of(values));
  }
}
