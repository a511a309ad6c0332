package io.paastreams.config;

import io.paastreams.setting.PassedOn;
import io.paastreams.setting.PerCamera;
import io.paastreams.setting.Setting;
import io.paastreams.setting.SettingSection;
import io.paastreams.text.EditDistance;
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

  /**
   * The longest name for which suggestions are searched: no key is as long, and the search takes
   * time in proportion to its length.
   */
  private static final int LONGEST_SLIP = 100;

  private final Map<String, Setting<?>> keys;
  private final List<PassedOn> passedOn;
  private final List<PerCamera> perCamera;

  Schema(List<SettingSection> sections) {
    this.keys =
        sections.stream()
            .flatMap(section -> section.settings().stream())
            .collect(
                Collectors.toMap(
                    Setting::key, key -> key, (one, other) -> one, LinkedHashMap::new));
    this.passedOn = sections.stream().flatMap(section -> section.passedOn().stream()).toList();
    this.perCamera = sections.stream().flatMap(section -> section.perCamera().stream()).toList();
  }

  Set<String> names() {
    return keys.keySet();
  }

  List<Setting<?>> keys() {
    return List.copyOf(keys.values());
  }

  List<PassedOn> passedOn() {
    return passedOn;
  }

  List<PerCamera> perCamera() {
    return perCamera;
  }

  boolean knows(String key) {
    return keys.containsKey(key) || passesOn(key);
  }

  /** Whether a key belongs to other software or to a single camera. */
  boolean passesOn(String key) {
    return !keys.containsKey(key)
        && prefixes().anyMatch(prefix -> key.startsWith(prefix) && key.length() > prefix.length());
  }

  private Stream<String> prefixes() {
    return Stream.concat(
        passedOn.stream().map(PassedOn::prefix), perCamera.stream().map(PerCamera::prefix));
  }

  /** The key of an environment variable; null if there is none. */
  @Nullable String keyOfVariable(String variable) {
    for (String key : keys.keySet()) {
      if (EnvironmentNames.of(key).equals(variable)) {
        return key;
      }
    }
    for (String prefix : prefixes().toList()) {
      String name = EnvironmentNames.of(prefix.substring(0, prefix.length() - 1)) + "_";
      if (variable.startsWith(name) && variable.length() > name.length()) {
        return prefix + EnvironmentNames.property(variable.substring(name.length()));
      }
    }
    return null;
  }

  /** The text {@code ; did you mean ...?}, or an empty string. */
  String suggest(String key) {
    return suggestion(key, keys.keySet().stream());
  }

  String suggestVariable(String variable) {
    return suggestion(variable, keys.keySet().stream().map(EnvironmentNames::of));
  }

  private static String suggestion(String written, Stream<String> candidates) {
    if (written.length() > LONGEST_SLIP) {
      return "";
    }
    return EditDistance.nearest(written, candidates.toList())
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("");
  }
}
