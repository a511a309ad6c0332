package io.paastreams.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The training configuration that mmdetection keeps as text in a checkpoint ({@code meta.config},
 * later {@code meta.cfg}): Python or JSON, never executed. A value counts only if it is written
 * plainly as {@code name=value} and is the same everywhere.
 */
final class ConfigText {

  static final String WHOLE = "\\d{1,6}";
  static final String DECIMAL = "\\d{1,6}(?:\\.\\d{0,9})?";
  static final String FLAG = "[Tt]rue|[Ff]alse";
  static final String PAIR = "[(\\[]\\s{0,9}\\d{1,6}\\s{0,9},\\s{0,9}\\d{1,6}\\s{0,9}[)\\]]";
  static final String TRIPLE = "[(\\[][\\d.,\\s]{5,99}[)\\]]";
  static final String DEVIATIONS =
      "[(\\[](?:\\s{0,9}[\\d.]{1,9}\\s{0,9},){3}\\s{0,9}[\\d.]{1,9}\\s{0,9}[)\\]]";
  static final String WORD = "['\"]\\w{1,60}['\"]";

  /**
   * The maximum number of characters read. Configurations have about ten kilobytes; longer text is
   * cut.
   */
  private static final int MAX_CHARS = 1 << 20;

  /**
   * A setting whose other values would mean a different network, although its tensors look the
   * same.
   */
  private record Demand(String name, String value, String allowed, String why) {}

  private static final List<Demand> DEMANDS =
      List.of(
          new Demand("style", WORD, "pytorch", "strides on other convolutions"),
          new Demand("to_rgb|bgr_to_rgb", FLAG, "true", "its input is BGR"),
          new Demand("relu_before_extra_convs", FLAG, "false", "a ReLU between P6 and P7"),
          new Demand("add_extra_convs", WORD, "on_output", "P6 does not come from P5"),
          new Demand(
              "target_stds",
              DEVIATIONS,
              "0.1,0.1,0.2,0.2",
              "its head encodes boxes of other sizes"));

  private final String text;
  private final List<String> notes = new ArrayList<>();

  private ConfigText(String text) {
    this.text = text;
  }

  static ConfigText of(Map<?, ?> meta) {
    Object text = meta.get("config") instanceof String ? meta.get("config") : meta.get("cfg");
    String found = text instanceof String string ? string : "";
    ConfigText config = new ConfigText(found.substring(0, Math.min(found.length(), MAX_CHARS)));
    if (text instanceof Foreign object) {
      config.notes.add(
          "Its configuration is an object (%s), not text, and was not read"
              .formatted(object.name()));
    }
    if (config.part("test_pipeline").values("keep_ratio", FLAG).contains("False")) {
      config.notes.add(
          "Its configuration stretches images to the scale (keep_ratio=False); the model keeps"
              + " their aspect ratio, so its boxes will differ");
    }
    return config;
  }

  /** What a user should know about the configuration, one sentence each. */
  List<String> notes() {
    return notes;
  }

  /**
   * The text of every list or dict with this name, each up to its closing bracket; may be empty.
   */
  ConfigText part(String name) {
    StringBuilder parts = new StringBuilder();
    Matcher start =
        Pattern.compile("(?<![\\w.])%s['\"]?\\s{0,9}[=:]\\s{0,9}(?:dict)?[\\[({]".formatted(name))
            .matcher(text);
    int end = 0;
    while (start.find(end)) {
      int depth = 1;
      end = start.end();
      while (end < text.length() && depth > 0) {
        char each = text.charAt(end++);
        depth += "[({".indexOf(each) >= 0 ? 1 : "])}".indexOf(each) >= 0 ? -1 : 0;
      }
      parts.append(text, start.start(), end).append('\n');
    }
    return new ConfigText(parts.toString());
  }

  /** The different values of a setting, without quotes; at least one if the setting is present. */
  Set<String> values(String names, String value) {
    Matcher matcher =
        Pattern.compile(
                "(?<![\\w.])(?:%s)['\"]?\\s{0,9}[=:]\\s{0,9}(%s)(?![\\w.])".formatted(names, value))
            .matcher(text);
    Set<String> values = new LinkedHashSet<>();
    while (matcher.find()) {
      values.add(matcher.group(1).replaceAll("['\"]", ""));
    }
    return values;
  }

  /** Refuses a detector whose tensors could be PAA's but which computes something else. */
  void demandPaa() {
    Set<String> heads = values("type", "['\"]\\w{1,60}Head['\"]");
    if (!heads.isEmpty() && !heads.contains("PAAHead")) {
      throw Refusal.unsupported("was made by " + Names.listed(heads) + ", not by PAAHead");
    }
    for (Demand demand : DEMANDS) {
      for (String value : values(demand.name(), demand.value())) {
        String plain = value.replaceAll("[\\s()\\[\\]]", "");
        if (!plain.equalsIgnoreCase(demand.allowed())) {
          throw new Refusal(
              "was trained with %s=%s, which is not supported (%s)"
                  .formatted(demand.name(), value, demand.why()),
              "Give a checkpoint that was trained with " + demand.name() + "=" + demand.allowed());
        }
      }
    }
  }
}
