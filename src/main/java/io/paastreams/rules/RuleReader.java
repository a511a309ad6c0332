package io.paastreams.rules;

import io.paastreams.rules.Rule.When;
import io.paastreams.rules.YamlNode.Entry;
import io.paastreams.text.CameraPattern;
import io.paastreams.tracking.Micros;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of {@code rules}.
 *
 * <p>Threading: one thread.
 */
final class RuleReader {

  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LEAST_SILENCE = Duration.ofSeconds(1);
  private static final int MOST_OBJECTS = 10_000;
  private static final Pattern SPAN =
      Pattern.compile("(\\d{1,2}:\\d{2}(?::\\d{2})?)\\s*-\\s*(\\d{1,2}:\\d{2}(?::\\d{2})?)");

  private static final Set<String> ALWAYS =
      Set.of("when", "during", "timeZone", "severity", "cooldown", "cameras");
  private static final Map<When, Set<String>> OWN =
      Map.of(
          When.PRESENCE, Set.of("zone", "labels", "minScore", "for", "each"),
          When.OCCUPANCY, Set.of("zone", "labels", "minScore", "for", "atLeast"),
          When.DWELL, Set.of("zone", "labels", "minScore", "for", "each"),
          When.CROSSING, Set.of("line", "labels", "minScore", "direction", "each"),
          When.STATIONARY, Set.of("zone", "labels", "minScore", "for", "each"),
          When.SILENT, Set.of("for"));

  private final Fields fields;
  private final List<CameraEntry> cameras;

  private RuleReader(Fields fields, List<CameraEntry> cameras) {
    this.fields = fields;
    this.cameras = cameras;
  }

  /** The rule; null, with a fault noted, if {@code when} is missing or unknown. */
  static @Nullable Rule read(
      Entry entry, List<CameraEntry> cameras, KnownLabels known, Findings findings) {
    Fields fields = Fields.of(entry.value(), "rules." + entry.key(), findings);
    List<String> kinds =
        Arrays.stream(When.values()).map(when -> when.name().toLowerCase(Locale.ROOT)).toList();
    fields.require("when", String.join(", ", kinds));
    String kind = fields.word("when", kinds);
    if (kind == null) {
      return null;
    }
    When when = When.valueOf(kind.toUpperCase(Locale.ROOT));
    RuleReader reader = new RuleReader(fields, cameras);
    reader.allow(when);
    return reader.rule(entry.key(), when, known);
  }

  /** Notes keys that belong to other kinds of rules. */
  private void allow(When when) {
    Set<String> own = new TreeSet<>(OWN.getOrDefault(when, Set.of()));
    own.addAll(ALWAYS);
    Set<String> all = new TreeSet<>(ALWAYS);
    OWN.values().forEach(all::addAll);
    for (Entry entry : fields.entries()) {
      if (all.contains(entry.key()) && !own.contains(entry.key())) {
        fields.error(
            entry.key(),
            "cannot be combined with when: %s; remove it"
                .formatted(when.name().toLowerCase(Locale.ROOT)));
      }
    }
    Set<String> unknown = new TreeSet<>(own);
    unknown.addAll(all);
    fields.allow(unknown);
  }

  private Rule rule(String name, When when, KnownLabels known) {
    Duration least = when == When.SILENT ? LEAST_SILENCE : Duration.ZERO;
    if (when == When.DWELL || when == When.SILENT) {
      fields.require("for", "a duration such as 30s");
    }
    if (when == When.OCCUPANCY) {
      fields.require("atLeast", "a number of objects");
    }
    if (when == When.CROSSING) {
      fields.require("line", "the name of a line");
    }
    List<String> labels = known.read(fields, "labels");
    List<String> asked = fields.texts("cameras", "ids or patterns of cameras");
    String direction = fields.word("direction", List.of("leftToRight", "rightToLeft"));
    String severity = fields.word("severity", List.of("low", "medium", "high", "critical"));
    Duration holds = fields.duration("for", Duration.ZERO, least, LONGEST);
    Daily during = during();
    if (during != null && Micros.of(holds) > length(during)) {
      fields.error("for", "is longer than during = " + fields.text("during") + " ever lasts");
    }
    Rule rule =
        new Rule(
            name,
            when,
            fields.text(when == When.CROSSING ? "line" : "zone"),
            labels,
            fields.integer("atLeast", 1, 1, MOST_OBJECTS),
            holds,
            fields.number("minScore", 0, 0, 1),
            direction == null
                ? null
                : direction.equals("leftToRight")
                    ? Direction.LEFT_TO_RIGHT
                    : Direction.RIGHT_TO_LEFT,
            during,
            severity == null
                ? Severity.MEDIUM
                : Severity.valueOf(severity.toUpperCase(Locale.ROOT)),
            fields.duration("cooldown", Duration.ZERO, Duration.ZERO, LONGEST),
            "track".equals(fields.word("each", List.of("zone", "track"))),
            asked);
    checkCameras(rule);
    checkPlace(rule);
    return rule;
  }

  private @Nullable Daily during() {
    String zone = fields.text("timeZone");
    ZoneId timeZone = zone == null ? ZoneOffset.UTC : timeZone(zone);
    if (!fields.has("during")) {
      if (zone != null) {
        fields.warning("timeZone", "has no effect without during");
      }
      return null;
    }
    String text = fields.text("during");
    if (text == null) {
      return null;
    }
    Matcher span = SPAN.matcher(text);
    LocalTime from = span.matches() ? time(span.group(1), false) : null;
    LocalTime to = span.matches() ? time(span.group(2), true) : null;
    if (from == null || to == null) {
      fields.error("during", "must be a time of day from and to, such as 22:00-06:00");
      return null;
    }
    if (from.equals(to) && !span.group(2).startsWith("24")) {
      fields.error("during", "begins when it ends; write 00:00-24:00 or nothing for the whole day");
      return null;
    }
    return new Daily(from, to, timeZone);
  }

  private static @Nullable LocalTime time(String text, boolean isEnd) {
    String[] parts = text.split(":", -1);
    int seconds = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
    int minutes = Integer.parseInt(parts[1]);
    int hours = Integer.parseInt(parts[0]);
    if (isEnd && hours == 24 && minutes == 0 && seconds == 0) {
      return LocalTime.MIDNIGHT;
    }
    return hours > 23 || minutes > 59 || seconds > 59
        ? null
        : LocalTime.of(hours, minutes, seconds);
  }

  private ZoneId timeZone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      fields.error(
          "timeZone",
          "is not a time zone; write one such as Europe/Berlin, UTC or +02:00"
              + Findings.suggestion(text, ZoneId.getAvailableZoneIds()));
      return ZoneOffset.UTC;
    }
  }

  private static long length(Daily during) {
    long length = (during.to().toNanoOfDay() - during.from().toNanoOfDay()) / 1000;
    return length > 0 ? length : length + Micros.of(DAY);
  }

  private void checkCameras(Rule rule) {
    for (String pattern : rule.cameras()) {
      if (!cameras.isEmpty() && watched(List.of(pattern)).findAny().isEmpty()) {
        fields.warning(
            "cameras",
            "%s matches none of the cameras of this file%s"
                .formatted(
                    pattern,
                    Findings.suggestion(
                        pattern, cameras.stream().map(CameraEntry::cameras).toList())));
      }
    }
  }

  /** The camera entries that the rule can apply to. */
  private Stream<CameraEntry> watched(List<String> patterns) {
    return cameras.stream()
        .filter(
            entry ->
                patterns.isEmpty()
                    || patterns.stream()
                        .anyMatch(each -> CameraPattern.overlap(each, entry.cameras())));
  }

  private void checkPlace(Rule rule) {
    String place = rule.place();
    if (place == null) {
      return;
    }
    boolean isLine = rule.when() == When.CROSSING;
    List<CameraEntry> having =
        watched(rule.cameras())
            .filter(entry -> isLine ? entry.hasLine(place) : entry.hasZone(place))
            .toList();
    if (having.isEmpty()) {
      String key = isLine ? "line" : "zone";
      List<String> names =
          watched(rule.cameras())
              .flatMap(
                  entry ->
                      isLine
                          ? entry.lines().stream().map(Line::name)
                          : entry.zones().stream().map(Zone::name))
              .distinct()
              .sorted()
              .toList();
      String suggestion = Findings.suggestion(place, names);
      fields.error(
          key,
          "is a %s that no camera%s has"
                  .formatted(key, rule.cameras().isEmpty() ? "" : " of this rule")
              + (suggestion.isEmpty()
                  ? names.isEmpty()
                      ? "; define it under cameras"
                      : "; there are " + String.join(", ", names)
                  : suggestion));
    } else if (!isLine) {
      having.forEach(entry -> entry.zones().forEach(zone -> checkAgainst(rule, entry, zone)));
    }
  }

  private void checkAgainst(Rule rule, CameraEntry entry, Zone zone) {
    if (!zone.name().equals(rule.place())) {
      return;
    }
    if (!rule.holds().isZero() && rule.holds().compareTo(zone.enterAfter()) < 0) {
      fields.error(
          "for",
          "is shorter than enterAfter = %s of zone %s of %s, and an object is not in the zone until then;"
                  .formatted(Durations.written(zone.enterAfter()), zone.name(), entry.cameras())
              + " raise it, lower enterAfter, or leave for out");
    }
    if (!rule.labels().isEmpty() && rule.labels().stream().noneMatch(zone::takes)) {
      fields.warning(
          "labels",
          "zone %s of %s only accepts %s"
              .formatted(zone.name(), entry.cameras(), String.join(", ", zone.labels())));
    }
  }
}
