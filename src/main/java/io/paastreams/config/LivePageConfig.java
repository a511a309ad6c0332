package io.paastreams.config;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.claimcheck.S3Settings;
import io.paastreams.live.LiveConfig;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingValues;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the live page needs.
 *
 * @param applicationId of the pipeline, whose lag is shown
 * @param claimChecks from where images may be fetched
 */
public record LivePageConfig(
    LiveConfig live, ClusterConfig cluster, String applicationId, ClaimCheckPolicy claimChecks) {

  static final List<SettingSection> SECTIONS =
      Stream.of(
              ClusterConfig.SECTIONS,
              List.of(
                  ClusterConfig.FRAME_LIMIT,
                  PipelineConfig.SETTINGS.only(PipelineConfig.APPLICATION_ID),
                  ClaimCheckPolicy.SETTINGS,
                  S3Settings.SETTINGS,
                  LiveConfig.SETTINGS))
          .flatMap(List::stream)
          .toList();

  static LivePageConfig of(SettingValues values) {
    return new LivePageConfig(
        LiveConfig.of(values),
        ClusterConfig.of(values),
        values.get(PipelineConfig.APPLICATION_ID),
        ClaimCheckPolicy.of(values));
  }
}
