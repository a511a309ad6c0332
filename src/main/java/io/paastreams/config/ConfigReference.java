package io.paastreams.config;

import io.paastreams.setting.PassedOn;
import io.paastreams.setting.PerCamera;
import io.paastreams.setting.Setting;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats the keys for people. */
final class ConfigReference {

  private ConfigReference() {}

  /** Every key with its value, or its default, and where it was set. */
  static String values(Schema schema, Map<String, GivenSetting> settings) {
    StringBuilder page = new StringBuilder();
    for (Setting<?> key : schema.keys()) {
      GivenSetting setting = settings.get(key.key());
      if (setting != null) {
        append(page, setting);
      } else if (key.defaultText().isEmpty()) {
        page.append("%-34s (not set)\n".formatted(key.key()));
      } else {
        page.append("%-34s = %s (default)\n".formatted(key.key(), key.defaultText()));
      }
    }
    settings.values().stream()
        .filter(setting -> schema.passesOn(setting.key()))
        .forEach(setting -> append(page, setting));
    return page.toString();
  }

  private static void append(StringBuilder page, GivenSetting setting) {
    page.append("%-34s = %s (%s)\n".formatted(setting.key(), setting.shown(), setting.source()));
  }

  static String markdown(Schema schema) {
    StringBuilder page =
        new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (Setting<?> key : schema.keys()) {
      append(page, "`" + key.key() + "`", key.type().allowed(), standard(key), key.meaning());
    }
    for (PassedOn each : schema.passedOn()) {
      append(page, "`" + each.prefix() + "*`", "text", "", "Passed on to " + each.owner() + ".");
    }
    for (PerCamera each : schema.perCamera()) {
      String names =
          each.settings().stream().map(ConfigReference::name).collect(Collectors.joining(", "));
      append(
          page,
          "`" + each.form() + ".KEY`",
          "as in " + each.section().name() + ".KEY",
          "",
          "Overrides it for single cameras. KEY is one of " + names + ".");
    }
    return page.toString();
  }

  private static String standard(Setting<?> key) {
    if (key.isRequired()) {
      return "required";
    }
    return key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
  }

  private static String name(Setting<?> setting) {
    return setting.isRequired()
        ? "%s (required: %s)".formatted(setting.name(), setting.meaning().replaceAll("\\.$", ""))
        : setting.name();
  }

  private static void append(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
