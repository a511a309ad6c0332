package io.paastreams.check;

import java.util.List;

/** Runs checks so that the failure of one is a finding like any other. */
final class Checks {

  private Checks() {}

  static List<Finding> findings(Check check) {
    try {
      return check.run();
    } catch (RuntimeException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      return List.of(Finding.fault(check.subject(), message, ""));
    }
  }

  /** Whether a broker answered, so that more can be asked of the cluster. */
  static boolean reached(List<Finding> brokers) {
    return brokers.stream()
        .anyMatch(f -> f.severity() == FindingSeverity.OK && f.subject().startsWith("broker "));
  }
}
