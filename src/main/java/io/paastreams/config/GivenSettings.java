package io.paastreams.config;

import io.paastreams.text.MaskedUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a user has set: a YAML file, then the environment, then {@code --set}; the later
 * source wins.
 *
 * <p>Nested keys of the file and dotted ones are the same: {@code batch: {maxSize: 8}} is {@code
 * batch.maxSize: 8}. In any value {@code ${env:NAME}} and {@code ${file:/path}} stand for a
 * variable and for a file's content, so that secrets stay out of the file.
 *
 * <p>Threading: one thread.
 */
final class GivenSettings {

  private final Schema schema;
  private final Map<String, String> environment;
  private final Map<String, GivenSetting> byKey = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  GivenSettings(Schema schema, Map<String, String> environment) {
    this.schema = schema;
    this.environment = environment;
  }

  Map<String, GivenSetting> byKey() {
    return byKey;
  }

  List<String> faults() {
    return faults;
  }

  void addFile(Path file) {
    new YamlSettings(file, this::add, faults).read();
  }

  /** Adds every variable that begins with {@code PAA_}. */
  void addEnvironment() {
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (name.startsWith(EnvironmentNames.PREFIX)) {
                String key = schema.keyOfVariable(name);
                String source = "environment variable " + name;
                if (key == null && EnvironmentNames.ofService(name, text)) {
                  return;
                }
                if (key == null) {
                  faults.add(source + ": stands for no key" + schema.suggestVariable(name));
                } else {
                  add(key, text, source);
                }
              }
            });
  }

  /** Adds one {@code key=value} of the command line. */
  void addAssignment(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      faults.add("--set " + MaskedUrl.of(assignment) + ": must be key=value");
    } else {
      add(assignment.substring(0, equals).strip(), assignment.substring(equals + 1), "--set");
    }
  }

  private void add(String key, String text, String source) {
    String resolved = "";
    try {
      resolved = References.resolve(text, environment, schema.passesOn(key));
    } catch (IllegalArgumentException e) {
      faults.add(key + " (" + source + "): " + e.getMessage());
    }
    byKey.put(key, new GivenSetting(key, resolved.strip(), text.strip(), source));
  }
}
