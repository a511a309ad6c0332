package io.paastreams.pipeline;

import io.paastreams.pipeline.admission.AdmissionConfig;
import io.paastreams.pipeline.admission.CameraOverride;
import io.paastreams.setting.InvalidSettingsException;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingValues;
import io.paastreams.streams.KafkaCluster;
import java.util.List;
import java.util.Map;

/** Collects the values of a {@link PipelineConfig} that replace the defaults. */
public final class PipelineConfigBuilder {

  private SettingValues values;
  private List<CameraOverride> cameras = List.of();

  PipelineConfigBuilder(SettingValues values) {
    this.values = values;
  }

  /** Sets a value of {@link PipelineConfig} or of one of its sections. */
  public <T> PipelineConfigBuilder with(Setting<T> setting, T value) {
    values = values.with(setting, value);
    return this;
  }

  /** Sets which frames are worth detecting. */
  public PipelineConfigBuilder admission(AdmissionConfig admission) {
    values = admission.standard().values().over(values);
    cameras = admission.cameras();
    return this;
  }

  /** Sets one setting of Kafka Streams or its clients. */
  public PipelineConfigBuilder kafka(String setting, String value) {
    return kafka(Map.of(setting, value));
  }

  /** Sets settings of Kafka Streams or its clients. */
  public PipelineConfigBuilder kafka(Map<String, String> settings) {
    values = values.with(KafkaCluster.CLIENTS, settings);
    return this;
  }

  /**
   * Checks everything.
   *
   * @throws InvalidSettingsException with all faults
   */
  public PipelineConfig build() {
    return new PipelineConfig(values, cameras);
  }
}
