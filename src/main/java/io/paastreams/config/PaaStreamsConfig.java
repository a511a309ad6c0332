package io.paastreams.config;

import io.paastreams.image.JpegDecode;
import io.paastreams.pipeline.PipelineConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of {@code run}.
 *
 * @param cluster where the topics are
 * @param model which model runs
 * @param jpegDecode how its pictures are decoded
 * @param pipeline how it runs
 * @param metrics null if not served
 */
public record PaaStreamsConfig(
    ClusterConfig cluster,
    ModelConfig model,
    JpegDecode jpegDecode,
    PipelineConfig pipeline,
    @Nullable MetricsConfig metrics) {

  /**
   * Binds a file, the environment and assignments; what comes later wins.
   *
   * @param file YAML; null for none
   * @param environment variables; those that begin with {@code PAA_} are keys
   * @param assignments {@code key=value}
   * @throws ConfigException with every fault
   */
  public static PaaStreamsConfig load(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    ConfigReader reader = reader(file, environment, assignments);
    ClusterConfig cluster = ClusterBinding.read(reader);
    ModelConfig model = PipelineBinding.readModel(reader);
    JpegDecode jpegDecode = reader.value(PaaStreamsKeys.IMAGE_JPEG_DECODE);
    PipelineConfig pipeline = PipelineBinding.read(reader, cluster);
    MetricsConfig metrics = PipelineBinding.readMetrics(reader);
    reader.demandSound();
    return new PaaStreamsConfig(cluster, model, jpegDecode, pipeline, metrics);
  }

  /**
   * Binds only what a client of the topics needs.
   *
   * @throws ConfigException with every fault
   */
  public static ClusterConfig loadCluster(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    ConfigReader reader = reader(file, environment, assignments);
    ClusterConfig cluster = ClusterBinding.read(reader);
    ClusterBinding.reviewKafka(reader, cluster.kafka());
    reader.demandSound();
    return cluster;
  }

  /**
   * Binds only what a replay of dead letters needs.
   *
   * @throws ConfigException with every fault
   */
  public static ReplayConfig loadReplay(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    ConfigReader reader = reader(file, environment, assignments);
    ReplayConfig replay = ClusterBinding.readReplay(reader);
    ClusterBinding.reviewKafka(reader, replay.kafka());
    reader.demandSound();
    return replay;
  }

  /**
   * Binds only what the live page needs.
   *
   * @throws ConfigException with every fault
   */
  public static LivePageConfig loadLive(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    ConfigReader reader = reader(file, environment, assignments);
    LivePageConfig live = LiveBinding.read(reader);
    ClusterBinding.reviewKafka(reader, live.cluster().kafka());
    reader.demandSound();
    return live;
  }

  /** Every key with its type, default and meaning, as a Markdown table. */
  public static String reference() {
    return ConfigReference.markdown(PaaStreamsKeys.SCHEMA);
  }

  /**
   * Every key with its value and where that was set, a line each. Secrets are masked and references
   * shown as they were written. Does not check anything.
   */
  public static String describe(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    Settings settings = settings(file, environment, assignments);
    return ConfigReference.values(PaaStreamsKeys.SCHEMA, settings.byKey());
  }

  static ConfigReader reader(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return new ConfigReader(PaaStreamsKeys.SCHEMA, settings(file, environment, assignments));
  }

  private static Settings settings(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    Settings settings = new Settings(PaaStreamsKeys.SCHEMA, environment);
    if (file != null) {
      settings.addFile(file);
    }
    settings.addEnvironment();
    assignments.forEach(settings::addAssignment);
    return settings;
  }
}
