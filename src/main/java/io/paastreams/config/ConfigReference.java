package io.paastreams.config;

import java.util.Map;

/** The keys as a page for people. */
final class ConfigReference {

  private ConfigReference() {}

  /** Every key with its value, or its default, and where it was set. */
  static String values(Schema schema, Map<String, Setting> settings) {
    StringBuilder page = new StringBuilder();
    for (ConfigKey<?> key : schema.keys()) {
      Setting setting = settings.get(key.name());
      if (setting != null) {
        append(page, setting);
      } else if (key.fallback() == null || key.fallback().isEmpty()) {
        page.append("%-34s (not set)\n".formatted(key.name()));
      } else {
        page.append("%-34s = %s (default)\n".formatted(key.name(), key.fallback()));
      }
    }
    settings.values().stream()
        .filter(setting -> schema.passesOn(setting.key()))
        .forEach(setting -> append(page, setting));
    return page.toString();
  }

  private static void append(StringBuilder page, Setting setting) {
    page.append("%-34s = %s (%s)\n".formatted(setting.key(), setting.shown(), setting.source()));
  }

  static String markdown(Schema schema) {
    StringBuilder page =
        new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (ConfigKey<?> key : schema.keys()) {
      String fallback = key.fallback();
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  key.name(),
                  key.type().allowed(),
                  fallback == null || fallback.isEmpty() ? "" : "`" + fallback + "`",
                  key.meaning()));
    }
    for (Schema.PassedOn each : schema.passedOn()) {
      page.append("| `%s*` | text | | Passed on to %s. |\n".formatted(each.prefix(), each.owner()));
    }
    return page.toString();
  }
}
