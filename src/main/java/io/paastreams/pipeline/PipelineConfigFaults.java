package io.paastreams.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects what is wrong with settings, one line each. */
final class PipelineConfigFaults {

  private final List<String> faults = new ArrayList<>();

  PipelineConfigFaults notBlank(String setting, String value) {
    if (value.isBlank()) {
      faults.add(setting + " = \"" + value + "\": must not be empty");
    }
    return this;
  }

  <T extends Comparable<T>> PipelineConfigFaults between(String setting, T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      faults.add(
          "%s = %s: must be between %s and %s"
              .formatted(setting, text(value), text(least), text(most)));
    }
    return this;
  }

  /** Lets somebody else add theirs. */
  PipelineConfigFaults with(Consumer<PipelineConfigFaults> check) {
    check.accept(this);
    return this;
  }

  PipelineConfigFaults addAll(List<String> others) {
    faults.addAll(others);
    return this;
  }

  List<String> list() {
    return faults;
  }

  private static String text(Object value) {
    return value instanceof Duration duration ? duration.toMillis() + " ms" : value.toString();
  }
}
