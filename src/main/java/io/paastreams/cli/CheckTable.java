package io.paastreams.cli;

import io.paastreams.check.CheckReport;
import io.paastreams.check.Finding;
import io.paastreams.check.FindingSeverity;
import io.paastreams.cli.table.TextColumns;
import java.util.Locale;

/** What the checks found, for people: one or two lines per finding, and the totals. */
final class CheckTable {

  private CheckTable() {}

  static String of(CheckReport report) {
    TextColumns table = TextColumns.create().text("", "", "");
    for (Finding finding : report.findings()) {
      table.row(
          finding.severity().name().toLowerCase(Locale.ROOT), finding.subject(), finding.message());
      if (!finding.remedy().isEmpty()) {
        table.row("", "", "-> " + finding.remedy());
      }
    }
    return table
        + "%d ok, %d warnings, %d faults%n"
            .formatted(
                report.of(FindingSeverity.OK).size(),
                report.of(FindingSeverity.WARNING).size(),
                report.of(FindingSeverity.FAULT).size());
  }
}
