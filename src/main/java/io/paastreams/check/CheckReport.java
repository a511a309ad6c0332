package io.paastreams.check;

import java.util.List;
import java.util.Locale;

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

  /** One or two lines per finding, and the totals. */
  public String text() {
    int width = findings.stream().mapToInt(finding -> finding.subject().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      String severity = finding.severity().name().toLowerCase(Locale.ROOT);
      text.append(
          ("%-8s %-" + Math.max(1, width) + "s  %s%n")
              .formatted(severity, finding.subject(), finding.message()));
      if (!finding.remedy().isEmpty()) {
        text.append("         ").append(" ".repeat(width)).append("  -> ");
        text.append(finding.remedy()).append(System.lineSeparator());
      }
    }
    return text
        + "%d ok, %d warnings, %d faults%n"
            .formatted(
                of(FindingSeverity.OK).size(),
                of(FindingSeverity.WARNING).size(),
                of(FindingSeverity.FAULT).size());
  }
}
