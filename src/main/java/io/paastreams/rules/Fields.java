package io.paastreams.rules;

import io.paastreams.rules.YamlNode.Entry;
import io.paastreams.rules.YamlNode.Mapping;
import io.paastreams.rules.YamlNode.Scalar;
import io.paastreams.rules.YamlNode.Sequence;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one mapping and notes what is wrong with them. A faulty value is replaced by
 * its default, so that all other faults are found in the same run.
 *
 * <p>Threading: one thread.
 */
final class Fields {

  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(ms|s|m|h|d)");
  private static final int LONGEST_TEXT = 200;
  private static final int LONGEST_NUMBER = 40;

  private final Mapping mapping;
  private final String path;
  private final Findings findings;

  Fields(Mapping mapping, String path, Findings findings) {
    this.mapping = mapping;
    this.path = path;
    this.findings = findings;
  }

  /** The fields of a node that should be a mapping; empty, with a fault noted, if it is not one. */
  static Fields of(YamlNode node, String path, Findings findings) {
    if (node instanceof Mapping mapping) {
      return new Fields(mapping, path, findings);
    }
    findings.error(
        node.line(), path, node.written(), "must be keys and values, not " + node.kind());
    return new Fields(new Mapping(List.of(), node.line()), path, findings);
  }

  int line() {
    return mapping.line();
  }

  List<Entry> entries() {
    return mapping.entries();
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The line of a key, or the first line of the mapping if the key is missing. */
  int line(String key) {
    return entry(key).map(Entry::line).orElse(mapping.line());
  }

  private Optional<Entry> entry(String key) {
    return mapping.entries().stream().filter(each -> each.key().equals(key)).findFirst();
  }

  boolean has(String key) {
    return mapping.get(key).isPresent();
  }

  Optional<YamlNode> node(String key) {
    return mapping.get(key);
  }

  void error(String key, String message) {
    findings.error(line(key), path(key), written(key), message);
  }

  void warning(String key, String message) {
    findings.warning(line(key), path(key), written(key), message);
  }

  private @Nullable String written(String key) {
    return mapping.get(key).map(YamlNode::written).orElse(null);
  }

  /** Notes unknown keys, each with a suggestion of what may have been meant. */
  void allow(Set<String> known) {
    for (Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        String suggestion = Findings.suggestion(entry.key(), known);
        findings.error(
            entry.line(),
            path(entry.key()),
            null,
            "is not a key here"
                + (suggestion.isEmpty()
                    ? "; there are " + String.join(", ", new TreeSet<>(known))
                    : suggestion));
      }
    }
  }

  void require(String key, String what) {
    if (!has(key)) {
      findings.error(mapping.line(), path(key), null, "is not set; it must be " + what);
    }
  }

  /** A single text; null if it is not set or has a fault. */
  @Nullable String text(String key) {
    YamlNode node = mapping.get(key).orElse(null);
    if (node == null) {
      return null;
    }
    if (!(node instanceof Scalar scalar)) {
      error(key, "must be a single value, not " + node.kind());
      return null;
    }
    if (scalar.text().isEmpty()) {
      error(key, "has no value; remove it to use its default");
      return null;
    }
    if (scalar.text().length() > LONGEST_TEXT) {
      error(key, "is longer than " + LONGEST_TEXT + " characters");
      return null;
    }
    return scalar.text();
  }

  /** Texts in alphabetical order without repetitions; a single text counts as a list of one. */
  List<String> texts(String key, String what) {
    YamlNode node = mapping.get(key).orElse(null);
    if (node == null) {
      return List.of();
    }
    if (node instanceof Scalar) {
      String text = text(key);
      return text == null ? List.of() : List.of(text);
    }
    TreeSet<String> texts = new TreeSet<>();
    if (node instanceof Sequence sequence) {
      for (YamlNode item : sequence.items()) {
        if (item instanceof Scalar scalar && !scalar.text().isEmpty()) {
          if (!texts.add(scalar.text())) {
            warning(key, "names " + scalar.text() + " twice");
          }
        } else {
          error(key, "must be a list of " + what);
          return List.of();
        }
      }
      if (texts.isEmpty()) {
        error(key, "is empty; remove it to mean all");
      }
    } else {
      error(key, "must be a list of " + what);
    }
    return List.copyOf(texts);
  }

  Duration duration(String key, Duration fallback, Duration least, Duration most) {
    String text = text(key);
    if (text == null) {
      return fallback;
    }
    Duration value = duration(text);
    if (value == null) {
      error(key, "must be a duration such as 500ms, 1.5s, 2m, 1h or 1d");
      return fallback;
    }
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      error(key, "must be from " + Durations.written(least) + " to " + Durations.written(most));
      return fallback;
    }
    return value;
  }

  private static @Nullable Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long micros =
        switch (matcher.group(2)) {
          case "ms" -> 1_000L;
          case "s" -> 1_000_000L;
          case "m" -> 60_000_000L;
          case "h" -> 3_600_000_000L;
          default -> 86_400_000_000L;
        };
    long total = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(micros)).longValue();
    return Duration.ofSeconds(total / 1_000_000, total % 1_000_000 * 1000);
  }

  double number(String key, double fallback, double least, double most) {
    String text = text(key);
    if (text == null) {
      return fallback;
    }
    Double value = number(text);
    if (value == null || !(value >= least && value <= most)) {
      error(key, "must be a number from " + least + " to " + most);
      return fallback;
    }
    return value;
  }

  static @Nullable Double number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return null;
    }
    try {
      double value = new BigDecimal(text).doubleValue();
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  int integer(String key, int fallback, int least, int most) {
    String text = text(key);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The error below covers this case.
    }
    error(key, "must be a whole number from " + least + " to " + most);
    return fallback;
  }

  /** A word that must be one of the given words; null if it is not set or has a fault. */
  @Nullable String word(String key, List<String> words) {
    String text = text(key);
    if (text == null || words.contains(text)) {
      return text;
    }
    error(key, "must be " + oneOf(words) + Findings.suggestion(text, words));
    return null;
  }

  /** A list of words, each of which must be one of the given words. */
  List<String> words(String key, List<String> words) {
    List<String> known = new ArrayList<>();
    for (String text : texts(key, "words: " + oneOf(words))) {
      if (words.contains(text)) {
        known.add(text);
      } else {
        error(key, text + " must be " + oneOf(words) + Findings.suggestion(text, words));
      }
    }
    return known;
  }

  private static String oneOf(List<String> words) {
    return words.size() == 1
        ? words.get(0)
        : String.join(", ", words.subList(0, words.size() - 1))
            + " or "
            + words.get(words.size() - 1);
  }
}
