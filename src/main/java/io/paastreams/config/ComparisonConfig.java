package io.paastreams.config;

import io.paastreams.claimcheck.ClaimCheckPolicy;
import io.paastreams.claimcheck.S3Settings;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingValues;
import java.util.List;
import java.util.stream.Stream;

/**
 * The configuration that a comparison of detections topics needs.
 *
 * @param claimChecks from where the images of frames may be fetched
 */
public record ComparisonConfig(ClusterConfig cluster, ClaimCheckPolicy claimChecks) {

  static final List<SettingSection> SECTIONS =
      Stream.of(
              ClusterConfig.SECTIONS,
              List.of(ClusterConfig.FRAME_LIMIT, ClaimCheckPolicy.SETTINGS, S3Settings.SETTINGS))
          .flatMap(List::stream)
          .toList();

  static ComparisonConfig of(SettingValues values) {
    return new ComparisonConfig(ClusterConfig.of(values), ClaimCheckPolicy.of(values));
  }
}
