package io.paastreams.pipeline;

import java.util.List;

/** A configuration with faults: all of them, not the first one. */
public final class InvalidPipelineConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final List<String> faults;

  InvalidPipelineConfigException(List<String> faults) {
    super("the pipeline's configuration is not valid:\n  " + String.join("\n  ", faults));
    this.faults = List.copyOf(faults);
  }

  /** One line a fault: {@code setting = value: what is allowed}. */
  public List<String> faults() {
    return faults;
  }
}
