package io.paastreams.rules;

import io.paastreams.text.EditDistance;
import io.paastreams.text.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is found in a rule file.
 *
 * <p>Threading: one thread.
 */
final class Findings {

  /** A file with more findings than this is probably not a rule file. */
  private static final int MOST = 100;

  private static final int LONGEST_VALUE = 120;
  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_MESSAGE = 400;

  private final List<RuleFinding> found = new ArrayList<>();
  private int errors;

  void error(int line, String key, @Nullable String value, String message) {
    errors++;
    add(true, line, key, value, message);
  }

  void warning(int line, String key, @Nullable String value, String message) {
    add(false, line, key, value, message);
  }

  private void add(boolean isError, int line, String key, @Nullable String value, String message) {
    if (found.size() < MOST) {
      found.add(
          new RuleFinding(
              isError,
              line,
              Printable.line(key, LONGEST_KEY),
              value == null || value.isEmpty() ? null : Printable.line(value, LONGEST_VALUE),
              Printable.line(message, LONGEST_MESSAGE)));
    }
  }

  boolean isSound() {
    return errors == 0;
  }

  /** Sorted by line, with findings about the whole file first. */
  List<RuleFinding> all() {
    return found.stream().sorted(Comparator.comparing(RuleFinding::line)).toList();
  }

  /** The text {@code ; did you mean ...?}, or empty text if no candidate is similar. */
  static String suggestion(String written, Collection<String> candidates) {
    return EditDistance.nearest(written, candidates)
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("");
  }
}
