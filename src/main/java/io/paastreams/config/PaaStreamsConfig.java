package io.paastreams.config;

import io.paastreams.image.JpegDecode;
import io.paastreams.pipeline.PipelineConfig;
import io.paastreams.pipeline.admission.AdmissionRule;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.setting.SettingValues;
import io.paastreams.tracing.TracingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The complete configuration of {@code run}.
 *
 * @param cluster where the topics are
 * @param model which model runs, and how
 * @param jpegDecode how JPEG images are decoded
 * @param pipeline how the pipeline runs
 * @param metrics where metrics are served; null if they are not
 */
public record PaaStreamsConfig(
    ClusterConfig cluster,
    ModelConfig model,
    JpegDecode jpegDecode,
    PipelineConfig pipeline,
    @Nullable MetricsConfig metrics) {

  private static final List<SettingSection> SECTIONS =
      Stream.of(
              ClusterConfig.SECTIONS,
              ModelConfig.SECTIONS,
              List.of(JpegDecode.SETTINGS),
              PipelineConfig.SECTIONS,
              List.of(MetricsConfig.SETTINGS))
          .flatMap(List::stream)
          .distinct()
          .toList();

  /**
   * Binds a file, the environment and assignments; later ones take precedence.
   *
   * @param file the YAML file; null for none
   * @param environment the environment variables, of which those that begin with {@code PAA_} are
   *     keys
   * @param assignments assignments of the form {@code key=value}
   * @throws ConfigException with every fault
   */
  public static PaaStreamsConfig load(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    ConfigReader reader = reader(file, environment, assignments);
    SettingValues values = reader.read(SECTIONS);
    Map<String, SettingValues> cameras = reader.read(AdmissionRule.CAMERAS);
    reader.demandSound();
    return new PaaStreamsConfig(
        ClusterConfig.of(values),
        ModelConfig.of(values),
        values.get(JpegDecode.SETTING),
        PipelineConfig.of(values, cameras),
        MetricsConfig.of(values));
  }

  /**
   * Binds only what a client of the topics needs.
   *
   * @throws ConfigException with every fault
   */
  public static ClusterConfig loadCluster(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return bound(
        file,
        environment,
        assignments,
        Stream.concat(ClusterConfig.SECTIONS.stream(), Stream.of(ClusterConfig.FRAME_LIMIT))
            .toList(),
        ClusterConfig::of);
  }

  /**
   * Binds only what a replay of dead letters needs.
   *
   * @throws ConfigException with every fault
   */
  public static ReplayConfig loadReplay(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return bound(file, environment, assignments, ReplayConfig.SECTIONS, ReplayConfig::of);
  }

  /**
   * Binds only what a comparison of detections needs.
   *
   * @throws ConfigException with every fault
   */
  public static ComparisonConfig loadComparison(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return bound(file, environment, assignments, ComparisonConfig.SECTIONS, ComparisonConfig::of);
  }

  /**
   * Binds only what the live page needs.
   *
   * @throws ConfigException with every fault
   */
  public static LivePageConfig loadLive(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return bound(file, environment, assignments, LivePageConfig.SECTIONS, LivePageConfig::of);
  }

  /**
   * Binds only what analytics needs.
   *
   * @throws ConfigException with every fault
   */
  public static AnalyticsRunConfig loadAnalytics(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return bound(
        file, environment, assignments, AnalyticsRunConfig.SECTIONS, AnalyticsRunConfig::of);
  }

  /**
   * Binds only what a client of the instances' admin endpoint needs.
   *
   * @throws ConfigException with every fault
   */
  public static MetricsAccess loadMetricsAccess(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return bound(
        file, environment, assignments, List.of(MetricsConfig.SETTINGS), MetricsConfig::access);
  }

  /**
   * Binds only which model {@code run} would start with.
   *
   * @throws ConfigException with every fault
   */
  public static Path loadModelPath(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return bound(file, environment, assignments, ModelConfig.ONLY_PATH, ModelConfig::path);
  }

  /**
   * Binds only how the log is written.
   *
   * @throws ConfigException with every fault
   */
  public static LogConfig loadLog(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return bound(file, environment, assignments, List.of(LogConfig.SETTINGS), LogConfig::of);
  }

  /**
   * Binds only where spans are sent.
   *
   * @throws ConfigException with every fault
   */
  public static TracingConfig loadTracing(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return bound(
        file, environment, assignments, List.of(TracingConfig.SETTINGS), TracingConfig::of);
  }

  /** A file to start from: every key, with its meaning and its default in a comment. */
  public static String template() {
    return ConfigTemplate.of(Sections.SCHEMA);
  }

  /** Every key with its type, default and meaning, as a Markdown table. */
  public static String reference() {
    return ConfigReference.markdown(Sections.SCHEMA);
  }

  /** The default of a key as a user would write it; null if it has none. */
  public static @Nullable String defaultText(String key) {
    return Sections.SCHEMA.keys().stream()
        .filter(setting -> setting.key().equals(key))
        .map(Setting::defaultText)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse(null);
  }

  /**
   * Every key with its value and where that was set, one line each. Secrets are masked, and
   * references are shown as they were written. Nothing is checked.
   */
  public static String describe(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    GivenSettings settings = settings(file, environment, assignments);
    return ConfigReference.values(Sections.SCHEMA, settings.byKey());
  }

  /** Binds sections of the configuration once all their values are valid. */
  private static <T> T bound(
      @Nullable Path file,
      Map<String, String> environment,
      List<String> assignments,
      List<SettingSection> sections,
      Function<SettingValues, T> config) {
    ConfigReader reader = reader(file, environment, assignments);
    SettingValues values = reader.read(sections);
    reader.demandSound();
    return config.apply(values);
  }

  static ConfigReader reader(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    return new ConfigReader(Sections.SCHEMA, settings(file, environment, assignments));
  }

  private static GivenSettings settings(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    GivenSettings settings = new GivenSettings(Sections.SCHEMA, environment);
    if (file != null) {
      settings.addFile(file);
    }
    settings.addEnvironment();
    assignments.forEach(settings::addAssignment);
    return settings;
  }
}
