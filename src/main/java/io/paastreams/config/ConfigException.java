package io.paastreams.config;

import io.paastreams.text.Printable;
import java.util.List;

/**
 * A configuration has faults; all are listed, one line each, with key, value, source and remedy.
 */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The maximum number of faults listed; a file with more is probably not a configuration. */
  private static final int MOST_FAULTS = 100;

  private static final int MOST_LENGTH = 600;

  private final List<String> faults;

  ConfigException(List<String> found) {
    this(
        found.stream().limit(MOST_FAULTS).map(fault -> Printable.line(fault, MOST_LENGTH)).toList(),
        found.size());
  }

  private ConfigException(List<String> shown, int count) {
    super(
        "the configuration has %d fault%s:%n  %s%s"
            .formatted(
                count,
                count == 1 ? "" : "s",
                String.join(System.lineSeparator() + "  ", shown),
                count > shown.size() ? "%n  and more".formatted() : ""));
    this.faults = shown;
  }

  /** The faults, one line each. */
  public List<String> faults() {
    return faults;
  }
}
