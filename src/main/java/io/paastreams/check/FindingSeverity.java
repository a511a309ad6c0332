package io.paastreams.check;

/** How bad a finding is. */
public enum FindingSeverity {
  /** As it should be. */
  OK,
  /** It runs, but perhaps not as expected. */
  WARNING,
  /** It will not run. */
  FAULT
}
