package io.paastreams.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.geometry.Point;
import io.paastreams.text.CameraPattern;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule file means, and what is reported about an invalid one. */
class RuleFileTest {

  private static final String ALL =
      """
      cameras:
        gate-*:
          zones:
            yard: {polygon: [[0.1, 0.5], [0.9, 0.5], [0.9, 1], [0.1, 1]], labels: [person, car], enterAfter: 500ms, leaveAfter: 1s}
          lines:
            door: {from: [0.2, 0.8], to: [0.8, 0.8]}
        lot-3: {coordinates: 1920x1080, zones: {bay: {polygon: [[96, 216], [384, 216], [384, 540]], anchor: centre}}}
      counts: {window: 1m, by: [camera, zone, line, label]}
      rules:
        intruder:   {when: presence, zone: yard, labels: [person], for: 2s, minScore: 0.6, during: 22:00-06:00, timeZone: Europe/Berlin, severity: high, cooldown: 5m}
        crowd:      {when: occupancy, zone: yard, atLeast: 10, for: 30s}
        loitering:  {when: dwell, zone: yard, labels: [person], for: 60s}
        wrong-way:  {when: crossing, line: door, direction: rightToLeft}
        left-there: {when: stationary, zone: yard, for: 2m, each: track}
        dark:       {when: silent, for: 30s, cameras: ["gate-*"]}
      """;

  private static String findings(String yaml) {
    return RuleFile.parse(yaml).findings().stream()
        .map(RuleFinding::toString)
        .collect(Collectors.joining("\n"));
  }

  private static Rules rules(String yaml) {
    return RuleFile.parse(yaml).orThrow();
  }

  @Test
  void aWholeFile_hasNoFindings() {
    assertThat(findings(ALL)).isEmpty();
    assertThat(rules(ALL).rules())
        .extracting(Rule::name)
        .containsExactly("crowd", "dark", "intruder", "left-there", "loitering", "wrong-way");
  }

  @Test
  void pixels_becomeFractionsOfTheFrame() {
    Zone bay = rules(ALL).forCamera("lot-3").zones().get(0);

    assertThat(bay.polygon().corners())
        .containsExactly(new Point(0.05, 0.2), new Point(0.2, 0.2), new Point(0.2, 0.5));
    assertThat(bay.anchor()).isEqualTo(Anchor.CENTRE);
  }

  @Test
  void theNarrowerEntry_wins() {
    Rules rules =
        rules(
            """
            cameras:
              "*": {zones: {all: {polygon: [[0, 0], [1, 0], [1, 1]]}}}
              gate-*: {zones: {gate: {polygon: [[0, 0], [1, 0], [1, 1]]}}}
              gate-1: {zones: {first: {polygon: [[0, 0], [1, 0], [1, 1]]}}}
              gate-?: {zones: {one-digit: {polygon: [[0, 0], [1, 0], [1, 1]]}}}
            """);

    assertThat(List.of("gate-1", "gate-2", "gate-22", "lot"))
        .extracting(camera -> rules.forCamera(camera).zones().get(0).name())
        .containsExactly("first", "one-digit", "gate", "all");
  }

  @Test
  void aRule_holdsForTheCamerasThatHaveItsPlace() {
    assertThat(rules(ALL).forCamera("gate-7").rules()).hasSize(6);
    assertThat(rules(ALL).forCamera("lot-3").rules()).isEmpty();
    assertThat(rules(ALL).forCamera("elsewhere").zones()).isEmpty();
  }

  @Test
  void whatIsNotSaid_hasDefaults() {
    Rules rules =
        rules(
            """
            cameras: {a: {zones: {z: {polygon: [[0, 0], [1, 0], [1, 1]]}}}}
            rules: {r: {when: presence, zone: z}}
            """);
    Rule rule = rules.rules().get(0);
    Zone zone = rules.forCamera("a").zones().get(0);

    assertThat(zone.enterAfter()).isEqualTo(Duration.ofMillis(500));
    assertThat(zone.leaveAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(zone.anchor()).isEqualTo(Anchor.BOTTOM);
    assertThat(rule.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(rule.holds()).isZero();
    assertThat(rule.cooldown()).isZero();
    assertThat(rule.during()).isNull();
    assertThat(rules.counts().window()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void anEmptyFile_isValid() {
    assertThat(rules("").rules()).isEmpty();
    assertThat(rules("# nothing yet\n").cameras()).isEmpty();
  }

  @Test
  void theVersion_isTheHashOfTheText() {
    // printf 'rules: {}' | sha256sum
    assertThat(RuleFile.version("rules: {}")).isEqualTo("bd9ca5663c53");
  }

  /** The sides of this bow-tie have areas of opposite signs. */
  @Test
  void aBowTieOfEqualHalves_crossesItself_andIsNotFlat() {
    assertThat(
            findings(
                """
                cameras:
                  gate-1:
                    zones:
                      tie: {polygon: [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.9]]}
                """))
        .contains("crosses itself: the edges after corners 1 and 3 meet")
        .doesNotContain("no area");
  }

  @Test
  void aZoneOrLineThatIsRefused_isStillThereForItsRules() {
    assertThat(
            findings(
                    """
                cameras:
                  gate-1:
                    zones: {flat: {polygon: [[0.1, 0.1], [0.5, 0.5], [0.9, 0.9]]}}
                    lines: {dot: {from: [0.5, 0.5], to: [0.5, 0.5]}}
                rules:
                  a: {when: presence, zone: flat}
                  b: {when: crossing, line: dot}
                """)
                .lines())
        .hasSize(2)
        .noneMatch(line -> line.contains("rules."));
  }

  @Test
  void allFaults_areReportedAtOnce_withTheirLines() {
    assertThat(
            findings(
                """
                cameras:
                  gate-1:
                    zones:
                      bow-tie: {polygon: [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.8]]}
                      flat: {polygon: [[0.1, 0.1], [0.5, 0.1], [0.9, 0.1]]}
                      beyond: {polygon: [[0.1, 0.1], [1.5, 0.1], [0.9, 0.9]]}
                      yard: {polygon: [[0, 0], [1, 0], [1, 1]], enterafter: 1s}
                    lines:
                      point: {from: [0.5, 0.5], to: [0.5, 0.5]}
                rules:
                  a: {when: presence, zone: yrad}
                  b: {when: dwell, zone: yard}
                  c: {when: sometimes}
                  d: {when: presence, zone: yard, for: soon, severity: hihg, timeZone: Europe/Berln, during: 1-2}
                """))
        .isEqualTo(
            """
            line 4: cameras.gate-1.zones.bow-tie.polygon = [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.8]]: crosses itself: the edges after corners 1 and 3 meet; list the corners in order around the zone
            line 5: cameras.gate-1.zones.flat.polygon = [[0.1, 0.1], [0.5, 0.1], [0.9, 0.1]]: has no area; move a corner away from the line through the others
            line 6: cameras.gate-1.zones.beyond.polygon[1] = [1.5, 0.1]: is outside the frame; write 0..1 of its width and height, or give the frame size whose pixels these are, such as coordinates: 1920x1080
            line 7: cameras.gate-1.zones.yard.enterafter: is not a key here; did you mean enterAfter?
            line 9: cameras.gate-1.lines.point.to = [0.5, 0.5]: gives the line no length; move it away from the point given by from
            line 11: rules.a.zone = yrad: is a zone that no camera has; did you mean yard?
            line 12: rules.b.for: is not set; it must be a duration such as 30s
            line 13: rules.c.when = sometimes: must be presence, occupancy, dwell, crossing, stationary or silent
            line 14: rules.d.severity = hihg: must be low, medium, high or critical; did you mean high?
            line 14: rules.d.for = soon: must be a duration such as 500ms, 1.5s, 2m, 1h or 1d
            line 14: rules.d.timeZone = Europe/Berln: is not a time zone; write one such as Europe/Berlin, UTC or +02:00; did you mean Europe/Berlin?
            line 14: rules.d.during = 1-2: must be a time of day from and to, such as 22:00-06:00""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "polygon: [[0, 0], [1, 0]] | has 2 corners; at least 3 are needed",
        "polygon: [[0, 0], [1, 0], [1]] | must be a point: two numbers [x, y]",
        "polygon: [[0, 0], [1, 0], [1, x]] | must be a point: two numbers [x, y]",
        "polygon: [[0, 0], [1, 0], [1, .nan]] | must be a point: two numbers [x, y]",
        "polygon: [[0, 0], [1, 0], [1, 1e999]] | must be a point: two numbers [x, y]",
        "polygon: [[0, 0], [0, 0], [1, 0], [1, 1]] | has the same corner twice in a row",
        "polygon: [[0, 0], [1, 0], [0.5, 0], [1, 1]] | crosses itself: the edges after corners 1 and 2",
        "polygon: [[0, 0], [1, 0], [1, 1], [0.5, 0], [0, 1]] | crosses itself",
        "polygon: 5 | must be a list of corners",
        "polygon: | must be a list of corners",
        "labels: [person] | polygon: is not set",
        "polygon: [[0, 0], [1, 0], [1, -0.1]] | is outside the frame",
      })
  void badPolygons_areRefused(String zone, String expected) {
    assertThat(findings("cameras: {a: {zones: {z: {" + zone + "}}}}")).contains(expected);
  }

  @Test
  void aRingThatRepeatsItsFirstCorner_isClosedAllTheSame() {
    Zone zone =
        rules("cameras: {a: {zones: {z: {polygon: [[0, 0], [1, 0], [1, 1], [0, 0]]}}}}")
            .forCamera("a")
            .zones()
            .get(0);

    assertThat(zone.polygon().corners()).hasSize(3);
  }

  @Test
  void pixelsOutsideTheirFrame_areRefused() {
    assertThat(
            findings(
                "cameras: {a: {coordinates: 640x480, zones: {z: {polygon: [[0, 0], [641, 0], [9,"
                    + " 9]]}}}}"))
        .isEqualTo(
            "line 1: cameras.a.zones.z.polygon[1] = [641, 0]: is outside the frame of 640x480 that"
                + " coordinates names");
    assertThat(findings("cameras: {a: {coordinates: 640, zones: {}}}"))
        .contains("cameras.a.coordinates = 640: must be the frame size");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when: presence, zone: nowhere | is a zone that no camera has; there are yard",
        "when: crossing, line: yard | is a line that no camera has; there are door",
        "when: crossing | rules.r.line: is not set",
        "zone: yard | rules.r.when: is not set; it must be presence",
        "when: occupancy, zone: yard | rules.r.atLeast: is not set",
        "when: silent | rules.r.for: is not set",
        "when: silent, for: 10ms | must be from 1s to 30d",
        "when: silent, for: 30s, zone: yard | cannot be combined with when: silent; remove it",
        "when: crossing, line: door, for: 3s | cannot be combined with when: crossing",
        "when: presence, zone: yard, atLeast: 3 | cannot be combined with when: presence",
        "when: occupancy, zone: yard, atLeast: 3, each: track | cannot be combined with when: occupancy",
        "when: occupancy, zone: yard, atLeast: 0 | must be a whole number from 1 to 10000",
        "when: occupancy, zone: yard, atLeast: 2.5 | must be a whole number",
        "when: presence, zone: yard, for: 200ms | is shorter than enterAfter = 500ms of zone yard of a",
        "when: dwell, zone: yard, for: 2h, during: 08:00-09:00 | is longer than during = 08:00-09:00",
        "when: presence, zone: yard, during: 09:00-09:00 | begins when it ends",
        "when: presence, zone: yard, during: 25:00-09:00 | must be a time of day from and to",
        "when: presence, zone: yard, for: -5s | must be a duration",
        "when: presence, zone: yard, cooldown: 5 | must be a duration",
        "when: presence, zone: yard, minScore: 60 | must be a number from 0.0 to 1.0",
        "when: presence, zone: yard, minScore: NaN | must be a number from 0.0 to 1.0",
        "when: presence, zone: yard, labels: [] | is empty; remove it to mean all",
        "when: presence, zone: yard, labels: [[a]] | must be a list of labels",
        "when: presence, zone: yard, labels: {a: b} | must be a list of labels",
        "when: presence, zone: [yard] | must be a single value, not a list",
        "when: presence, zone: yard, direction: leftToRight | cannot be combined with when: presence",
        "when: crossing, line: door, direction: up | must be leftToRight or rightToLeft",
        "when: presence, zone: yard, coldown: 5s | is not a key here; did you mean cooldown?",
        "when: presence, zone: | has no value; remove it to use its default",
      })
  void badRules_areRefused(String rule, String expected) {
    String yaml =
        "cameras: {a: {zones: {yard: {polygon: [[0, 0], [1, 0], [1, 1]]}}, lines: {door: {from: [0,"
            + " 0], to: [1, 1]}}}}\nrules: {r: {"
            + rule
            + "}}";

    assertThat(findings(yaml)).contains(expected);
    assertThatThrownBy(() -> rules(yaml)).isInstanceOf(RulesException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "camera: {} | camera: is not a key here; did you mean cameras?",
        "counts: {window: 100ms} | must be from 1s to 1d",
        "counts: {by: [zones]} | zones must be camera, zone, line or label; did you mean zone?",
        "counts: {by: [label]} | must also name a place",
        "counts: 5 | must be keys and values, not a single value",
        "rules: [a] | must be keys and values, not a list",
        "cameras: {a: 5} | must be keys and values",
        "events: {updateEvery: 0s} | must be from 100ms to 1d",
        "- a | must contain keys and values",
        "just text | must contain keys and values",
      })
  void badSections_areRefused(String yaml, String expected) {
    assertThat(findings(yaml)).contains(expected);
  }

  @Test
  void twoRulesOfOneName_andAnyKeyTwice_areRefused() {
    assertThat(
            findings(
                """
                rules:
                  dark: {when: silent, for: 30s}
                  dark: {when: silent, for: 60s}
                """))
        .isEqualTo("line 3: rules.dark: is already set in line 2; rename or remove one");
  }

  @Test
  void whatIsNotYaml_isRefusedWithItsLine() {
    assertThat(findings("rules: {\n  dark: {when: silent\n"))
        .startsWith("line 2: is not YAML: while parsing a flow mapping, expected ',' or '}'");
    assertThat(findings("cameras:\n  *: {}\n")).contains("put what begins with * in quotes");
    assertThat(findings("rules: {}\n---\nrules: {}\n")).contains("a second document begins");
  }

  /** The bomb would have a billion values. */
  @Test
  void aliases_areRefused() {
    String bomb =
        """
        a: &a [x, x, x, x, x, x, x, x, x, x]
        b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
        c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
        """;

    assertThat(findings(bomb))
        .contains("line 2: b[0]: refers to an anchor; write the value itself");
  }

  @Test
  void hugeAndDeepFiles_areRefused() {
    assertThat(findings("#".repeat(1 << 21)))
        .isEqualTo("is larger than a rule file may be (1 MiB)");
    assertThat(findings("rules: " + "[".repeat(40) + "]".repeat(40)))
        .contains("is nested too deeply");
    assertThat(findings("rules: " + "[".repeat(100_000))).contains("is not YAML");
    assertThat(findings("k: {}\n" + "x".repeat(300) + ": {}"))
        .hasSizeLessThan(1000)
        .contains("is not a key here");
  }

  @Test
  void thousandsOfFaults_areNotAllShown() {
    StringBuilder yaml = new StringBuilder("rules:\n");
    for (int i = 0; i < 5000; i++) {
      yaml.append("  r").append(i).append(": {when: never}\n");
    }

    assertThat(RuleFile.parse(yaml.toString()).findings()).hasSize(100);
    assertThat(RuleFile.parse(yaml.toString()).rules()).isNull();
  }

  @Test
  void labelsThatTheModelDoesNotKnow_areWarnedOf() {
    RuleFile.Parsed parsed =
        RuleFile.parse(ALL.replace("[person],", "[persn],"), List.of("person", "car"), List.of());

    assertThat(parsed.rules()).isNotNull();
    assertThat(parsed.warnings())
        .extracting(RuleFinding::toString)
        .contains(
            "line 10: warning: rules.intruder.labels = [persn]: the model knows no persn; did you"
                + " mean person?",
            "line 10: warning: rules.intruder.labels = [persn]: zone yard of gate-* only accepts car,"
                + " person");
  }

  @Test
  void patternsThatStandForNoCamera_areWarnedOf() {
    RuleFile.Parsed parsed =
        RuleFile.parse(ALL.replace("[\"gate-*\"]", "[gat-*]"), List.of(), List.of("gate-1"));

    assertThat(parsed.rules()).isNotNull();
    assertThat(parsed.warnings())
        .extracting(RuleFinding::toString)
        .containsExactly(
            "line 7: warning: cameras.lot-3: matches no camera",
            "line 15: warning: rules.dark.cameras = [gat-*]: gat-* matches none of the cameras"
                + " of this file; did you mean gate-*?");
  }

  @Test
  void aZoneThatOnlyOtherCamerasHave_isRefused() {
    assertThat(
            findings(ALL.replace("zone: yard, atLeast", "zone: yard, cameras: [lot-3], atLeast")))
        .isEqualTo(
            "line 11: rules.crowd.zone = yard: is a zone that no camera of this rule has; there are bay");
  }

  @Test
  void whatIsShown_meansTheSame() {
    Rules rules = rules(ALL);
    Rules again = rules(RulesText.of(rules));

    assertThat(again.cameras()).isEqualTo(rules.cameras());
    assertThat(again.rules()).isEqualTo(rules.rules());
    assertThat(again.counts()).isEqualTo(rules.counts());
    assertThat(again.updateEvery()).isEqualTo(rules.updateEvery());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: b", "*", "yes", "null", "\"", "\\", "ä", "1", "#", "{", "\u0007", " x"})
  void anyName_canBeShown(String name) {
    Rules rules =
        new Rules(
            "",
            List.of(new CameraEntry(name, List.of(), List.of())),
            Rules.DEFAULT_COUNTS,
            Rules.DEFAULT_UPDATE_EVERY,
            List.of());

    assertThat(rules(RulesText.of(rules)).cameras()).isEqualTo(rules.cameras());
  }

  @Test
  void patterns_overlapIfSomeIdFitsBoth() {
    assertThat(CameraPattern.overlap("gate-*", "*-1")).isTrue();
    assertThat(CameraPattern.overlap("gate-?", "gate-1")).isTrue();
    assertThat(CameraPattern.overlap("*", "")).isTrue();
    assertThat(CameraPattern.overlap("gate-*", "lot-*")).isFalse();
    assertThat(CameraPattern.overlap("a*b", "a*c")).isFalse();
    assertThat(CameraPattern.overlap("?", "")).isFalse();
  }
}
