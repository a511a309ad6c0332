package io.paastreams.check;

import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.model.Model;
import io.paastreams.pipeline.DetectionPipeline;
import io.paastreams.streams.ApplicationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks everything that must be right before a pipeline starts. Changes nothing on the cluster and
 * registers no schema.
 */
public final class StartCheck {

  private final PaaStreamsConfig config;
  private final Supplier<Model> model;
  private final @Nullable AnalyticsCheck analytics;

  /**
   * Creates the checks for a configuration.
   *
   * @param model reads the configured model, or throws with the reason
   */
  public StartCheck(PaaStreamsConfig config, Supplier<Model> model) {
    this(config, model, null);
  }

  private StartCheck(
      PaaStreamsConfig config, Supplier<Model> model, @Nullable AnalyticsCheck analytics) {
    this.config = config;
    this.model = model;
    this.analytics = analytics;
  }

  /** Adds the checks for analytics in the same process. */
  public StartCheck with(AnalyticsRunConfig other) {
    return new StartCheck(config, model, new AnalyticsCheck(other));
  }

  /** Runs every check, whatever the others find. Takes a few seconds, and at most half a minute. */
  public CheckReport run() {
    ApplicationSettings settings = config.pipeline().settings();
    List<Finding> findings = new ArrayList<>(Checks.findings(new ClientSettingsCheck(settings)));
    List<Finding> brokers = Checks.findings(new BrokerCheck(settings));
    findings.addAll(brokers);
    if (Checks.reached(brokers)) {
      findings.addAll(onTheCluster(settings));
    }
    findings.addAll(Checks.findings(new RegistryCheck(config.cluster(), DetectionPipeline.TOPICS)));
    if (analytics != null) {
      findings.addAll(analytics.schemas());
    }
    findings.addAll(Checks.findings(new ClaimChecksCheck(config.pipeline().claimChecks())));
    findings.addAll(Checks.findings(new ModelCheck(config.model().path(), model)));
    findings.addAll(Checks.findings(new DeviceCheck(config.model().detectorOptions())));
    findings.addAll(Checks.findings(new PrecisionCheck(config.model().precision(), model)));
    findings.addAll(Checks.findings(new JpegDecodeCheck(config.jpegDecode())));
    findings.addAll(
        Checks.findings(new MemoryCheck(config.pipeline(), config.model().maxNativeMemory())));
    findings.addAll(Checks.findings(new MetricsPortCheck(config.metrics())));
    return new CheckReport(findings.stream().distinct().toList());
  }

  private List<Finding> onTheCluster(ApplicationSettings settings) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(
        Checks.findings(
            new TopicsCheck(config.cluster(), settings, DetectionPipeline.TOPICS, "run")));
    findings.addAll(Checks.findings(new AccessCheck(settings)));
    findings.addAll(Checks.findings(new FleetCheck(config.pipeline(), model)));
    if (analytics != null) {
      findings.addAll(analytics.onTheCluster("run"));
    }
    findings.addAll(Checks.findings(new TransactionsCheck(config.cluster().topics(), settings)));
    return findings;
  }

  /** Those of the brokers and the registry that do not answer; takes a few seconds. */
  public List<Finding> silentServers() {
    List<Finding> silent = new ArrayList<>(new BrokerCheck(config.pipeline().settings()).silent());
    silent.addAll(new RegistryCheck(config.cluster(), DetectionPipeline.TOPICS).silent());
    return silent;
  }
}
