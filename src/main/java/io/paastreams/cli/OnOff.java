package io.paastreams.cli;

/** The value of a switch such as {@code --score-voting on}. */
enum OnOff {
  ON,
  OFF;

  boolean enabled() {
    return this == ON;
  }
}
