package io.paastreams.cli;

import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.config.CamerasConfig;
import io.paastreams.config.ClusterConfig;
import io.paastreams.config.ComparisonConfig;
import io.paastreams.config.ConfigException;
import io.paastreams.config.LivePageConfig;
import io.paastreams.config.LogConfig;
import io.paastreams.config.MetricsAccess;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.config.ReplayConfig;
import io.paastreams.setting.SettingValues;
import io.paastreams.streams.KafkaSettingsReview;
import io.paastreams.tracing.Tracing;
import io.paastreams.tracing.TracingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration. */
final class ConfigOptions {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigOptions.class);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration file in YAML. The environment (PAA_BATCH_MAX_SIZE for"
              + " batch.maxSize) and --set take precedence over it.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set one configuration key; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Short for --set kafka.bootstrap.servers=HOST:PORT.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Short for --set registry.url=URL.")
  private @Nullable String registry;

  /** Adds the assignment for which another option is a short form. */
  void set(String key, String value) {
    assignments.add(key + "=" + value);
  }

  /** Reads the whole configuration, or reports all its faults. */
  PaaStreamsConfig all() {
    return reporting(() -> PaaStreamsConfig.load(file, System.getenv(), all(assignments)));
  }

  /** Reads only what a client of the topics needs. */
  ClusterConfig cluster() {
    ClusterConfig cluster =
        reporting(() -> PaaStreamsConfig.loadCluster(file, System.getenv(), all(assignments)));
    warn(cluster.kafka());
    return cluster;
  }

  /** Reads only what analytics needs. */
  AnalyticsRunConfig analytics() {
    AnalyticsRunConfig analytics =
        reporting(() -> PaaStreamsConfig.loadAnalytics(file, System.getenv(), all(assignments)));
    warn(analytics.cluster().kafka());
    return analytics;
  }

  /** Reads only what a replay of dead letters needs. */
  ReplayConfig replay() {
    ReplayConfig replay =
        reporting(() -> PaaStreamsConfig.loadReplay(file, System.getenv(), all(assignments)));
    warn(replay.kafka());
    return replay;
  }

  /** Reads only what a comparison of detections needs. */
  ComparisonConfig comparison() {
    ComparisonConfig comparison =
        reporting(() -> PaaStreamsConfig.loadComparison(file, System.getenv(), all(assignments)));
    warn(comparison.cluster().kafka());
    return comparison;
  }

  /** Reads only what a client of the instances' admin endpoint needs. */
  MetricsAccess metricsAccess() {
    return reporting(
        () -> PaaStreamsConfig.loadMetricsAccess(file, System.getenv(), all(assignments)));
  }

  /** Reads only what the live page needs. */
  LivePageConfig live() {
    LivePageConfig live =
        reporting(() -> PaaStreamsConfig.loadLive(file, System.getenv(), all(assignments)));
    warn(live.cluster().kafka());
    return live;
  }

  private static void warn(Map<String, String> kafka) {
    KafkaSettingsReview.of(kafka).warnings().forEach(LOG::warn);
  }

  /** Reads the cameras in the file. */
  CamerasConfig cameras() {
    return warned(reporting(() -> CamerasConfig.load(file, System.getenv(), all(assignments))));
  }

  /** Describes the one camera of the command line. */
  CamerasConfig camera(String id, String source, SettingValues options) {
    return warned(
        reporting(
            () ->
                CamerasConfig.load(file, System.getenv(), all(assignments), id, source, options)));
  }

  private static CamerasConfig warned(CamerasConfig cameras) {
    warn(cameras.cluster().kafka());
    return cameras;
  }

  private List<String> all(List<String> set) {
    List<String> all = new ArrayList<>(set);
    if (bootstrapServers != null) {
      all.add("kafka.bootstrap.servers=" + bootstrapServers);
    }
    if (registry != null) {
      all.add("registry.url=" + registry);
    }
    return all;
  }

  /** Follows log.level in the file; null if there is no file. */
  @Nullable LogLevelWatch followLog() {
    return file == null ? null : new LogLevelWatch(file, log(), this::log).start();
  }

  /**
   * What {@code model.path} is now: somebody may have changed the file while we run.
   *
   * @param otherwise the last that is known, if the file cannot be read at this moment
   */
  Path modelPath(Path otherwise) {
    try {
      return PaaStreamsConfig.loadModelPath(file, System.getenv(), all(assignments));
    } catch (ConfigException e) {
      return otherwise;
    }
  }

  /** Starts to send spans; null if no collector is configured. */
  @Nullable Tracing tracing(String service) {
    TracingConfig config =
        reporting(() -> PaaStreamsConfig.loadTracing(file, System.getenv(), all(assignments)));
    return config.endpoint() == null
        ? null
        : Tracing.start(config, service, PaaStreamsCommand.Version.number());
  }

  private LogConfig log() {
    return PaaStreamsConfig.loadLog(file, System.getenv(), all(assignments));
  }

  private <T> T reporting(Supplier<T> load) {
    try {
      T loaded = load.get();
      Logging.apply(log());
      return loaded;
    } catch (ConfigException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }
}
