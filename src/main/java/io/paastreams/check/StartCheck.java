package io.paastreams.check;

import io.paastreams.config.PaaStreamsConfig;
import io.paastreams.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checks everything that must be right before a pipeline starts. Changes nothing on the cluster and
 * registers no schema.
 */
public final class StartCheck {

  private final PaaStreamsConfig config;
  private final Supplier<Model> model;

  /**
   * Creates the checks for a configuration.
   *
   * @param model reads the configured model, or throws with the reason
   */
  public StartCheck(PaaStreamsConfig config, Supplier<Model> model) {
    this.config = config;
    this.model = model;
  }

  /** Runs every check, whatever the others find. Takes some seconds, half a minute at most. */
  public CheckReport run() {
    List<Finding> findings = new ArrayList<>(findings(new ClientSettingsCheck(config.pipeline())));
    findings.addAll(findings(new BrokerCheck(config.pipeline())));
    boolean reached =
        findings.stream()
            .anyMatch(f -> f.severity() == Severity.OK && f.subject().startsWith("broker "));
    if (reached) {
      findings.addAll(findings(new TopicsCheck(config.cluster(), config.pipeline())));
      findings.addAll(findings(new AccessCheck(config.pipeline())));
      findings.addAll(findings(new FleetCheck(config.pipeline(), model)));
      findings.addAll(
          findings(new TransactionsCheck(config.cluster().topics(), config.pipeline())));
    }
    findings.addAll(findings(new RegistryCheck(config.cluster())));
    findings.addAll(findings(new ClaimChecksCheck(config.pipeline().claimChecks())));
    findings.addAll(findings(new ModelCheck(config.model().path(), model)));
    findings.addAll(findings(new DeviceCheck(config.model().detectorOptions())));
    findings.addAll(findings(new PrecisionCheck(config.model().precision(), model)));
    findings.addAll(findings(new JpegDecodeCheck(config.jpegDecode())));
    findings.addAll(findings(new MemoryCheck(config.pipeline(), config.model().maxNativeMemory())));
    findings.addAll(findings(new MetricsPortCheck(config.metrics())));
    return new CheckReport(findings);
  }

  /** Those of the brokers and the registry that do not answer; takes a few seconds. */
  public List<Finding> silentServers() {
    List<Finding> silent = new ArrayList<>(new BrokerCheck(config.pipeline()).silent());
    silent.addAll(new RegistryCheck(config.cluster()).silent());
    return silent;
  }

  private static List<Finding> findings(Check check) {
    try {
      return check.run();
    } catch (RuntimeException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      return List.of(Finding.fault(check.subject(), message, ""));
    }
  }
}
