package io.paastreams.check;

import java.util.List;

/** Everything that the checks found, in order. */
public record CheckReport(List<Finding> findings) {

  public CheckReport {
    findings = List.copyOf(findings);
  }

  public List<Finding> of(FindingSeverity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /** Whether a pipeline may start. */
  public boolean isSound() {
    return of(FindingSeverity.FAULT).isEmpty();
  }
}
