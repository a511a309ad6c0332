package io.paastreams.config;

import io.paastreams.setting.PassedOn;
import io.paastreams.setting.PerCamera;
import io.paastreams.setting.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A commented configuration file, which works unchanged if its example values are right. */
final class ConfigTemplate {

  private static final String INTRODUCTION =
      """
      # PAA Streams. Every key with its meaning, the values that it may have, and its default behind a "#".
      # Keys that must be set have an example. Any key can be set in the environment as well
      # (PAA_BATCH_MAX_SIZE for batch.maxSize), and ${env:NAME} and ${file:/path} stand for a variable and
      # for a file's content, so that secrets stay out of this file. `check --config FILE` reports what is wrong.
      """;

  /** Example values for a machine that runs all servers itself. */
  private static final Map<String, String> EXAMPLES =
      Map.of(
          "kafka.bootstrap.servers", "localhost:9092",
          "registry.url", "http://localhost:8081",
          "model.path", "models/thermal-sky");

  private ConfigTemplate() {}

  static String of(Schema schema) {
    Map<String, List<Setting<?>>> parts = new LinkedHashMap<>();
    for (Setting<?> key : schema.keys()) {
      parts.computeIfAbsent(part(key), part -> new ArrayList<>()).add(key);
    }
    StringBuilder page = new StringBuilder(INTRODUCTION);
    parts.forEach((part, keys) -> append(page, part, keys));
    page.append("\n# Further keys:\n");
    for (PassedOn each : schema.passedOn()) {
      page.append("#   %s*: passed on to %s.\n".formatted(each.prefix(), each.owner()));
    }
    for (PerCamera each : schema.perCamera()) {
      page.append(
          "#   %s.KEY: overrides %s.KEY for single cameras.\n"
              .formatted(each.form(), each.section().name()));
    }
    return page.toString();
  }

  private static String part(Setting<?> key) {
    return key.key().substring(0, key.key().indexOf('.'));
  }

  private static void append(StringBuilder page, String part, List<Setting<?>> keys) {
    boolean used = keys.stream().anyMatch(Setting::isRequired);
    page.append("\n%s%s:\n".formatted(used ? "" : "#", part));
    for (Setting<?> key : keys) {
      page.append("  # %s\n".formatted(key.meaning()));
      page.append("  # (%s)\n".formatted(key.type().allowed()));
      String name = key.key().substring(part.length() + 1);
      if (key.isRequired()) {
        page.append("  %s: %s\n".formatted(name, EXAMPLES.getOrDefault(key.key(), "?")));
      } else {
        page.append("#  %s: %s".formatted(name, key.defaultText()).stripTrailing()).append('\n');
      }
    }
  }
}
