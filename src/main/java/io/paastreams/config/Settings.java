package io.paastreams.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a user has set: a YAML file, then the environment, then {@code --set}; what comes
 * later wins.
 *
 * <p>Nested keys of the file and dotted ones are the same: {@code batch: {maxSize: 8}} is {@code
 * batch.maxSize: 8}. In any value {@code ${env:NAME}} and {@code ${file:/path}} stand for a
 * variable and for a file's content, so that secrets stay out of the file.
 *
 * <p>Threading: one thread.
 */
final class Settings {

  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final Schema schema;
  private final Map<String, String> environment;
  private final Map<String, Setting> byKey = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  Settings(Schema schema, Map<String, String> environment) {
    this.schema = schema;
    this.environment = environment;
  }

  Map<String, Setting> byKey() {
    return byKey;
  }

  List<String> faults() {
    return faults;
  }

  void addFile(Path file) {
    JsonNode root;
    try {
      root = YAML.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      faults.add(
          file
              + (at == null ? "" : " line " + at.getLineNr())
              + ": is not YAML: "
              + e.getOriginalMessage().lines().findFirst().orElse(""));
      return;
    } catch (IOException e) {
      faults.add(file + ": cannot be read: " + reason(e));
      return;
    }
    if (root.isObject()) {
      flatten(root, "", "file " + file);
    } else if (!root.isMissingNode() && !root.isNull()) {
      faults.add(file + ": must hold keys and values");
    }
  }

  private void flatten(JsonNode node, String key, String source) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      entry.getValue(),
                      key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(),
                      source));
    } else if (node.isArray()) {
      StringJoiner joined = new StringJoiner(",");
      node.forEach(element -> joined.add(element.asText()));
      add(key, joined.toString(), source);
    } else if (node.isNull()) {
      faults.add(key + " (" + source + "): has no value; remove the key to use its default");
    } else {
      add(key, node.asText(), source);
    }
  }

  /** Takes over every variable that begins with {@code PAA_}. */
  void addEnvironment() {
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (name.startsWith(EnvironmentNames.PREFIX)) {
                String key = schema.keyOfVariable(name);
                String source = "environment variable " + name;
                if (key == null) {
                  faults.add(source + ": stands for no key" + schema.suggestVariable(name));
                } else {
                  add(key, text, source);
                }
              }
            });
  }

  /** Takes over one {@code key=value} of the command line. */
  void addAssignment(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      faults.add("--set " + assignment + ": must be key=value");
    } else {
      add(assignment.substring(0, equals).strip(), assignment.substring(equals + 1), "--set");
    }
  }

  private void add(String key, String text, String source) {
    String resolved = resolve(key, text, source);
    byKey.put(key, new Setting(key, resolved == null ? "" : resolved.strip(), source));
  }

  private @Nullable String resolve(String key, String text, String source) {
    try {
      return References.resolve(text, environment);
    } catch (IllegalArgumentException e) {
      faults.add(key + " (" + source + "): " + e.getMessage());
      return null;
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.toString();
  }
}
