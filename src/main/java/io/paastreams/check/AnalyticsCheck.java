package io.paastreams.check;

import io.paastreams.analytics.AnalyticsApplication;
import io.paastreams.config.AnalyticsRunConfig;
import io.paastreams.streams.ApplicationSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks everything that must be right before analytics starts. Changes nothing on the cluster and
 * registers no schema.
 */
public final class AnalyticsCheck {

  private final AnalyticsRunConfig config;
  private final ApplicationSettings settings;

  public AnalyticsCheck(AnalyticsRunConfig config) {
    this.config = config;
    this.settings = config.analytics().settings();
  }

  /** Runs every check, whatever the others find. */
  public CheckReport run() {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(Checks.findings(new ClientSettingsCheck(settings)));
    List<Finding> brokers = Checks.findings(new BrokerCheck(settings));
    findings.addAll(brokers);
    if (Checks.reached(brokers)) {
      findings.addAll(onTheCluster("analytics"));
      findings.addAll(Checks.findings(new TransactionsCheck(config.cluster().topics(), settings)));
    }
    findings.addAll(schemas());
    findings.addAll(Checks.findings(new MetricsPortCheck(config.metrics())));
    return new CheckReport(findings);
  }

  /** Those of the brokers and the registry that do not answer; takes a few seconds. */
  public List<Finding> silentServers() {
    List<Finding> silent = new ArrayList<>(new BrokerCheck(settings).silent());
    silent.addAll(new RegistryCheck(config.cluster(), AnalyticsApplication.TOPICS).silent());
    return silent;
  }

  /**
   * Checks what analytics needs in addition to the pipeline.
   *
   * @param command the command that creates missing topics
   */
  List<Finding> onTheCluster(String command) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(
        Checks.findings(
            new TopicsCheck(config.cluster(), settings, AnalyticsApplication.TOPICS, command)));
    findings.addAll(Checks.findings(new StatesCheck(config.cluster(), settings)));
    findings.addAll(Checks.findings(new AccessCheck(settings)));
    return findings;
  }

  List<Finding> schemas() {
    return Checks.findings(new RegistryCheck(config.cluster(), AnalyticsApplication.TOPICS));
  }
}
