package io.paastreams.rules;

import java.util.List;
import java.util.stream.Collectors;

/** Rules that cannot be used: all faults at once, one line each, with line, key and remedy. */
public final class RulesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<RuleFinding> errors;

  RulesException(List<RuleFinding> errors) {
    super(
        "the rules have %d fault%s:%n  %s"
            .formatted(
                errors.size(),
                errors.size() == 1 ? "" : "s",
                errors.stream()
                    .map(RuleFinding::toString)
                    .collect(Collectors.joining(System.lineSeparator() + "  "))));
    this.errors = List.copyOf(errors);
  }

  public List<RuleFinding> errors() {
    return errors;
  }
}
