package io.paastreams.rules;

/** How bad an alert is. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
