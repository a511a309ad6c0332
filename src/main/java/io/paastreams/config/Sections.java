package io.paastreams.config;

import io.paastreams.analytics.AnalyticsConfig;
import io.paastreams.image.JpegDecode;
import io.paastreams.ingest.IngestConfig;
import io.paastreams.live.LiveConfig;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.tracing.TracingConfig;
import java.util.List;
import java.util.stream.Stream;

/** All settings of the application, each declared beside the record that holds its value. */
final class Sections {

  /** In the order of the reference. Sections that are listed twice count once. */
  static final Schema SCHEMA =
      new Schema(
          Stream.of(
                  ClusterConfig.SECTIONS,
                  ModelConfig.SECTIONS,
                  List.of(JpegDecode.SETTINGS),
                  PipelineConfig.SECTIONS,
                  List.of(AnalyticsConfig.SETTINGS),
                  List.of(
                      MetricsConfig.SETTINGS,
                      LogConfig.SETTINGS,
                      TracingConfig.SETTINGS,
                      LiveConfig.SETTINGS,
                      LivePageConfig.SETTINGS,
                      IngestConfig.SETTINGS),
                  ImageStoreConfig.SECTIONS,
                  List.of(CamerasConfig.SETTINGS))
              .flatMap(List::stream)
              .distinct()
              .toList());

  private Sections() {}
}
