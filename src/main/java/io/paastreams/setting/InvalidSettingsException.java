package io.paastreams.setting;

import java.util.List;
import java.util.stream.Collectors;

/** Settings with faults: all of them, not the first one. */
public final class InvalidSettingsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  private InvalidSettingsException(List<Fault> faults) {
    super(
        faults.stream()
            .map(Fault::toString)
            .collect(Collectors.joining("\n  ", "the settings are not valid:\n  ", "")));
    this.faults = List.copyOf(faults);
  }

  /**
   * Does nothing if there are no faults.
   *
   * @throws InvalidSettingsException with all of them
   */
  public static void demandNone(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw new InvalidSettingsException(faults);
    }
  }

  public List<Fault> faults() {
    return faults;
  }
}
