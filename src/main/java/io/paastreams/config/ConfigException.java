package io.paastreams.config;

import java.util.List;

/** A configuration with faults: all of them, one line each, with key, value, source and remedy. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final List<String> faults;

  ConfigException(List<String> faults) {
    super(
        "the configuration has %d fault%s:%n  %s"
            .formatted(
                faults.size(),
                faults.size() == 1 ? "" : "s",
                String.join(System.lineSeparator() + "  ", faults)));
    this.faults = List.copyOf(faults);
  }

  /** One line a fault. */
  public List<String> faults() {
    return faults;
  }
}
