package io.paastreams.rules;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes rules as a rule file in which every default is filled in. Read again, it means the same.
 *
 * <p>Threading: any thread; no state.
 */
public final class RulesText {

  /** Text that YAML cannot mistake for anything else, even within {@code {...}}. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_/+*?-]*");

  private static final Pattern WORD_WITH_MEANING =
      Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n");

  private RulesText() {}

  /** The rules as text of several lines. */
  public static String of(Rules rules) {
    StringBuilder text = new StringBuilder();
    section(text, "cameras", rules.cameras().stream().map(RulesText::camera));
    text.append("counts: ")
        .append(
            flow(
                "window: " + Durations.written(rules.counts().window()),
                "by: "
                    + list(
                        Arrays.stream(CountSettings.By.values())
                            .filter(rules.counts().by()::contains)
                            .map(RulesText::word)
                            .toList())))
        .append('\n');
    text.append("events: ")
        .append(flow("updateEvery: " + Durations.written(rules.updateEvery())))
        .append('\n');
    section(
        text,
        "rules",
        rules.rules().stream().map(rule -> "  %s: %s\n".formatted(name(rule.name()), rule(rule))));
    return text.toString();
  }

  private static void section(StringBuilder text, String key, Stream<String> entries) {
    String joined = entries.collect(Collectors.joining());
    text.append(key).append(joined.isEmpty() ? ": {}\n" : ":\n" + joined);
  }

  private static String camera(CameraEntry entry) {
    StringBuilder text = new StringBuilder("  " + name(entry.cameras()) + ":");
    if (entry.zones().isEmpty() && entry.lines().isEmpty()) {
      return text.append(" {}\n").toString();
    }
    text.append('\n');
    if (!entry.zones().isEmpty()) {
      text.append("    zones:\n");
      entry.zones().forEach(zone -> text.append(place(zone.name(), zone(zone))));
    }
    if (!entry.lines().isEmpty()) {
      text.append("    lines:\n");
      entry.lines().forEach(line -> text.append(place(line.name(), line(line))));
    }
    return text.toString();
  }

  private static String place(String name, String content) {
    return "      %s: %s\n".formatted(name(name), content);
  }

  private static String zone(Zone zone) {
    return flow(
        "polygon: "
            + zone.polygon().corners().stream()
                .map(corner -> "[%s, %s]".formatted(corner.x(), corner.y()))
                .collect(Collectors.joining(", ", "[", "]")),
        labels(zone.labels()),
        "enterAfter: " + Durations.written(zone.enterAfter()),
        "leaveAfter: " + Durations.written(zone.leaveAfter()),
        "anchor: " + word(zone.anchor()));
  }

  private static String line(Line line) {
    return flow(
        "from: [%s, %s]".formatted(line.segment().from().x(), line.segment().from().y()),
        "to: [%s, %s]".formatted(line.segment().to().x(), line.segment().to().y()),
        labels(line.labels()),
        "crossAfter: " + Durations.written(line.crossAfter()),
        "anchor: " + word(line.anchor()));
  }

  private static String rule(Rule rule) {
    List<String> parts = new ArrayList<>();
    parts.add("when: " + word(rule.when()));
    String place = rule.place();
    if (place != null) {
      parts.add((rule.when() == Rule.When.CROSSING ? "line: " : "zone: ") + name(place));
    }
    if (rule.when() == Rule.When.OCCUPANCY) {
      parts.add("atLeast: " + rule.atLeast());
    }
    if (rule.when() != Rule.When.CROSSING) {
      parts.add("for: " + Durations.written(rule.holds()));
    }
    Direction direction = rule.direction();
    if (direction != null) {
      parts.add(
          "direction: " + (direction == Direction.LEFT_TO_RIGHT ? "leftToRight" : "rightToLeft"));
    }
    if (rule.when() != Rule.When.SILENT) {
      parts.add(labels(rule.labels()));
      parts.add("minScore: " + rule.minScore());
    }
    if (rule.when() != Rule.When.SILENT && rule.when() != Rule.When.OCCUPANCY) {
      parts.add("each: " + (rule.eachTrack() ? "track" : "zone"));
    }
    Daily during = rule.during();
    if (during != null) {
      parts.add("during: %s-%s".formatted(during.from(), end(during)));
      parts.add("timeZone: " + name(during.timeZone().getId()));
    }
    parts.add("severity: " + word(rule.severity()));
    parts.add("cooldown: " + Durations.written(rule.cooldown()));
    if (!rule.cameras().isEmpty()) {
      parts.add("cameras: " + list(rule.cameras()));
    }
    return flow(parts.toArray(String[]::new));
  }

  private static String end(Daily during) {
    return during.to().equals(LocalTime.MIDNIGHT) ? "24:00" : during.to().toString();
  }

  private static String labels(List<String> labels) {
    return labels.isEmpty() ? "" : "labels: " + list(labels);
  }

  private static String flow(String... parts) {
    return Arrays.stream(parts)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String list(Collection<String> texts) {
    return texts.stream().map(RulesText::name).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String name(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !WORD_WITH_MEANING.matcher(text).matches();
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
