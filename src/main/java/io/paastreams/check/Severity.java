package io.paastreams.check;

/** How bad a finding is. */
public enum Severity {
  /** As it should be. */
  OK,
  /** It runs, but not as somebody may expect. */
  WARNING,
  /** It will not run. */
  FAULT
}
