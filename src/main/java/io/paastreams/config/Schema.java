package io.paastreams.config;

import io.paastreams.text.EditDistance;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that exist, and the prefixes under which everything is passed on.
 *
 * <p>Threading: immutable.
 */
final class Schema {

  /** Two names that differ in more than this share of their letters are no slip of the pen. */
  private static final double SLIP = 0.3;

  /** No key is as long, and the search takes its length times that of all keys. */
  private static final int LONGEST_SLIP = 100;

  private final Map<String, ConfigKey<?>> keys;
  private final List<PassedOn> passedOn;

  Schema(List<ConfigKey<?>> keys, List<PassedOn> passedOn) {
    this.keys =
        keys.stream()
            .collect(
                Collectors.toMap(
                    ConfigKey::name, key -> key, (one, other) -> one, LinkedHashMap::new));
    this.passedOn = List.copyOf(passedOn);
  }

  /**
   * Keys that belong to somebody else.
   *
   * @param prefix ends with a dot
   * @param owner whose keys they are
   */
  record PassedOn(String prefix, String owner) {}

  Set<String> names() {
    return keys.keySet();
  }

  List<ConfigKey<?>> keys() {
    return List.copyOf(keys.values());
  }

  List<PassedOn> passedOn() {
    return passedOn;
  }

  boolean knows(String key) {
    return keys.containsKey(key) || passesOn(key);
  }

  /** Whether a key is somebody else's. */
  boolean passesOn(String key) {
    return !keys.containsKey(key)
        && passedOn.stream()
            .anyMatch(
                each -> key.startsWith(each.prefix()) && key.length() > each.prefix().length());
  }

  /** The key that a variable stands for, or null. */
  @Nullable String keyOfVariable(String variable) {
    for (ConfigKey<?> key : keys.values()) {
      if (key.environmentName().equals(variable)) {
        return key.name();
      }
    }
    for (PassedOn each : passedOn) {
      String prefix =
          EnvironmentNames.of(each.prefix().substring(0, each.prefix().length() - 1)) + "_";
      if (variable.startsWith(prefix) && variable.length() > prefix.length()) {
        return each.prefix() + EnvironmentNames.property(variable.substring(prefix.length()));
      }
    }
    return null;
  }

  /** {@code ; did you mean ...?} or nothing. */
  String suggest(String key) {
    return suggestion(key, keys.keySet().stream());
  }

  String suggestVariable(String variable) {
    return suggestion(variable, keys.values().stream().map(ConfigKey::environmentName));
  }

  private static String suggestion(String written, Stream<String> candidates) {
    if (written.length() > LONGEST_SLIP) {
      return "";
    }
    double limit = Math.max(2, SLIP * written.length());
    return candidates
        // No distance is smaller than the difference of lengths, and this one costs nothing.
        .filter(candidate -> Math.abs(candidate.length() - written.length()) <= limit)
        .min(Comparator.comparingInt(candidate -> EditDistance.between(written, candidate)))
        .filter(candidate -> EditDistance.between(written, candidate) <= limit)
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("");
  }
}
