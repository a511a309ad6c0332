package io.paastreams.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.paastreams.rules.SceneEngine.Step;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts worked out by hand. Zone yard is the lower half; scenes start at 22:13:00 UTC. */
class AlertTest {

  private static final String PLACES =
      """
      cameras:
        gate-*:
          zones:
            yard: {polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]], enterAfter: 500ms, leaveAfter: 1s}
          lines:
            door: {from: [0.3, 0.5], to: [0.7, 0.5], crossAfter: 500ms}
      rules:
      """;

  /** Inside from 1.0 s, in at 1.5 s; outside from 7.1 s, out at 8.1 s. */
  private static final String VISIT =
      """
      frames 0 100ms 11500
      anna person 0:0.5,0.2 2:0.5,0.8 6:0.5,0.8 8:0.5,0.2 9:0.5,0.2
      """;

  /** Inside from 1, 6 and 13 s; in at 1.5, 6.5 and 13.5 s; out at 4.1 and 9.1 s. */
  private static final String THREE_VISITS =
      """
      frames 0 100ms 15000
      anna person 0:0.5,0.4 0.9:0.5,0.4 1:0.5,0.6 3:0.5,0.6 3.1:0.5,0.4 5.9:0.5,0.4 6:0.5,0.6 8:0.5,0.6 8.1:0.5,0.4 12.9:0.5,0.4 13:0.5,0.6 20:0.5,0.6
      """;

  private static String alarms(String scene, String rules) {
    return SceneScript.of(scene).run(PLACES + rules.indent(2)).alarms();
  }

  @Test
  void presence_countsFromTheFirstFrameInside() {
    assertThat(alarms(VISIT, "intruder: {when: presence, zone: yard, for: 2s}"))
        .isEqualTo(
            """
            3.0 RAISED intruder since 1.0
            8.1 CLEARED intruder
            """);
  }

  @Test
  void dwell_isOfOneObject() {
    assertThat(alarms(VISIT, "loitering: {when: dwell, zone: yard, labels: person, for: 5s}"))
        .isEqualTo(
            """
            6.0 RAISED loitering since 1.0
            8.1 CLEARED loitering
            """);
  }

  @Test
  void dwell_thatIsTooShort_raisesNothing() {
    assertThat(alarms(VISIT, "loitering: {when: dwell, zone: yard, for: 8s}")).isEmpty();
  }

  @Test
  void otherLabels_andLowScores_raiseNothing() {
    String rules =
        """
        cars: {when: presence, zone: yard, labels: [car]}
        sure: {when: presence, zone: yard, minScore: 0.6}
        """;

    assertThat(alarms(VISIT + "score anna 0.55\n", rules)).isEmpty();
  }

  @Test
  void occupancy_needsEnoughAtTheSameTime() {
    assertThat(
            alarms(
                VISIT + "ben person 0:0.2,0.8 11:0.2,0.8\n",
                "crowd: {when: occupancy, zone: yard, atLeast: 2, for: 1s}"))
        .isEqualTo(
            """
            2.0 RAISED crowd since 1.0
            8.1 CLEARED crowd
            """);
  }

  @Test
  void aCrossing_isOverAtOnce() {
    String scene =
        """
        frames 0 100ms 6000
        anna person 0:0.5,0.3 2:0.5,0.3 4:0.5,0.72 10:0.5,0.72
        rover dog 0:0.6,0.7 2:0.6,0.7 4:0.6,0.28 10:0.6,0.28
        """;
    String rules =
        """
        wrong-way: {when: crossing, line: door, direction: rightToLeft}
        persons: {when: crossing, line: door, labels: [person]}
        """;

    SceneScript.Result result = SceneScript.of(scene).run(PLACES + rules.indent(2));
    assertThat(result.alarms())
        .isEqualTo(
            """
            3.5 RAISED persons since 3.5
            3.5 CLEARED persons
            3.5 RAISED wrong-way since 3.5
            3.5 CLEARED wrong-way
            """);
    assertThat(result.alerts().get(2).text())
        .isEqualTo("wrong-way: dog has crossed line door from right to left on camera gate-1");
    assertThat(result.alerts().get(2).alertId()).isEqualTo(result.alerts().get(3).alertId());
  }

  @Test
  void withoutCooldown_everyVisitAlerts() {
    assertThat(alarms(THREE_VISITS, "intruder: {when: presence, zone: yard}"))
        .isEqualTo(
            """
            1.5 RAISED intruder since 1.0
            4.1 CLEARED intruder
            6.5 RAISED intruder since 6.0
            9.1 CLEARED intruder
            13.5 RAISED intruder since 13.0
            """);
  }

  /** Until 11.5 s there is no second alert. */
  @Test
  void aCooldown_countsFromTheAlert() {
    assertThat(alarms(THREE_VISITS, "intruder: {when: presence, zone: yard, cooldown: 10s}"))
        .isEqualTo(
            """
            1.5 RAISED intruder since 1.0
            4.1 CLEARED intruder
            13.5 RAISED intruder since 13.0
            """);
  }

  /** It ends at 8.5 s, while the second visit lasts. */
  @Test
  void whatStillHoldsAfterTheCooldown_alerts() {
    assertThat(alarms(THREE_VISITS, "intruder: {when: presence, zone: yard, cooldown: 7s}"))
        .isEqualTo(
            """
            1.5 RAISED intruder since 1.0
            4.1 CLEARED intruder
            8.5 RAISED intruder since 6.0
            9.1 CLEARED intruder
            """
            // 15.5 s is beyond the scene.
            );
  }

  /** Visits of half a second do not last for 2 s: nothing matched whole, so nothing cools down. */
  @Test
  void aConditionThatDidNotHoldForLongEnough_startsNoCooldown() {
    String scene =
        """
        frames 0 100ms 8000
        anna person 0:0.5,0.6 1:0.5,0.6 1.1:0.5,0.4 3.9:0.5,0.4 4:0.5,0.6 8:0.5,0.6
        """;

    assertThat(alarms(scene, "intruder: {when: presence, zone: yard, for: 3s, cooldown: 1h}"))
        .isEqualTo("7.0 RAISED intruder since 4.0\n");
  }

  @Test
  void eachTrack_hasItsOwnAlert() {
    String scene =
        """
        frames 0 100ms 8000
        anna person 0:0.5,0.6 4:0.5,0.6 4.1:0.5,0.4 8:0.5,0.4
        ben person 2:0.7,0.6 8:0.7,0.6
        """;

    assertThat(alarms(scene, "each-one: {when: presence, zone: yard, each: track, cooldown: 1h}"))
        .isEqualTo(
            """
            0.0 RAISED each-one since 0.0
            2.0 RAISED each-one since 2.0
            5.1 CLEARED each-one
            """);
  }

  /** From 22:14 on, that is from 60.0 s on, which is 23:14 in Berlin. */
  @Test
  void duringTheNight_countsFromItsBegin() {
    String scene =
        """
        frames 0 500ms 65000
        anna person 0:0.5,0.8 70:0.5,0.8
        """;

    assertThat(
            alarms(
                scene,
                "night: {when: presence, zone: yard, for: 2s, during: 23:14-06:00, timeZone:"
                    + " Europe/Berlin}"))
        .isEqualTo("62.0 RAISED night since 60.0\n");
  }

  @Test
  void daily_spansMidnight_inItsTimeZone() {
    Daily night = new Daily(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Europe/Berlin"));

    assertThat(List.of("2026-07-01T19:59:59Z", "2026-07-01T04:00:00Z", "2026-01-01T20:59:59Z"))
        .noneMatch(time -> night.holds(micros(time)));
    assertThat(List.of("2026-07-01T20:00:00Z", "2026-07-01T03:59:59Z", "2026-01-01T21:00:00Z"))
        .allMatch(time -> night.holds(micros(time)));
  }

  private static long micros(String time) {
    return ZonedDateTime.parse(time).withZoneSameInstant(ZoneOffset.UTC).toEpochSecond()
        * 1_000_000;
  }

  /**
   * At rest from 3.0 s on. Hidden from 10 s on, its track ends at 12.0 s. A new one appears at 15.0
   * s and comes to rest at 18.0 s; it drives away at 22.0 s.
   */
  @Test
  void aParkedCar_thatIsHiddenForAWhile_doesNotAlertAgain() {
    String scene =
        """
        frames 0 100ms 30000
        golf car 0:0.5,0.8 30:0.5,0.8
        hide golf 10 15
        still golf 3 10
        still golf 18 22
        """;

    SceneScript.Result result =
        SceneScript.of(scene)
            .run(PLACES + "  left-there: {when: stationary, zone: yard, for: 4s, each: track}");
    assertThat(result.alarms())
        .isEqualTo(
            """
            7.0 RAISED left-there since 3.0
            22.0 CLEARED left-there
            """);
    assertThat(result.told()).contains("12.0 ENDED car", "15.0 NEW car", "18.0 STATIONARY car");
  }

  /** The new track has an alert of its own at 16.0 s, and turns out to be the old car at 18.0 s. */
  @Test
  void aParkedCar_thatTurnsOutToBeTheOldOne_leavesNoAlertOpen() {
    String scene =
        """
        frames 0 100ms 30000
        golf car 0:0.5,0.8 22:0.5,0.8 23:0.5,0.3 30:0.5,0.3
        hide golf 10 15
        still golf 3 10
        still golf 18 22
        """;

    String rules =
        """
        soon: {when: presence, zone: yard, for: 1s, each: track}
        """;
    assertThat(alarms(scene, rules))
        .isEqualTo(
            """
            1.0 RAISED soon since 0.0
            16.0 RAISED soon since 15.0
            18.0 CLEARED soon
            23.7 CLEARED soon
            """);
  }

  @Test
  void aParkedCar_thatNeverComesBack_isForgottenAfterHalfAMinute() {
    String scene =
        """
        frames 0 100ms 45000
        golf car 0:0.5,0.8 10:0.5,0.8
        still golf 3 11
        """;

    assertThat(alarms(scene, "left-there: {when: stationary, zone: yard, for: 4s}"))
        .isEqualTo(
            """
            7.0 RAISED left-there since 3.0
            42.1 CLEARED left-there
            """);
  }

  @Test
  void anAlert_namesItsCauses() {
    SceneScript.Result result =
        SceneScript.of(VISIT)
            .run(PLACES + "  intruder: {when: presence, zone: yard, severity: high}");
    SceneAlert raised = result.alerts().get(0);
    SceneEvent entered = result.events().get(1);

    assertThat(raised.events()).containsExactly(entered.eventId());
    assertThat(raised.severity()).isEqualTo(Severity.HIGH);
    assertThat(raised.zone()).isEqualTo("yard");
    assertThat(raised.trackId()).isEqualTo(entered.object().trackId());
    assertThat(raised.text())
        .isEqualTo(
            "intruder: zone yard of camera gate-1 has been occupied for 0.5 s, now by person");
    assertThat(result.alerts().get(1).alertId()).isEqualTo(raised.alertId());
  }

  /** Ben comes when Anna has been there for 1 s, and she goes at 4.1 s. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{when: presence, zone: yard, for: 5s}"
            + "| zone yard of camera gate-1 has been occupied for 5.0 s, now by dog",
        "{when: presence, zone: yard, for: 2s, labels: [dog], each: track}"
            + "| dog has been in zone yard of camera gate-1 for 2.0 s",
        "{when: presence, for: 2s, labels: [dog]}"
            + "| the view of camera gate-1 has been occupied for 2.0 s, now by dog",
        "{when: dwell, zone: yard, for: 5s}| dog has been in zone yard of camera gate-1 for 5.0 s",
        "{when: occupancy, zone: yard, atLeast: 2, for: 2s}"
            + "| at least 2 objects have been in zone yard of camera gate-1 for 2.0 s, now 2",
        "{when: occupancy, atLeast: 1, labels: [dog]}"
            + "| at least 1 object has been in view of camera gate-1 for 0.0 s, now 1",
        "{when: stationary, zone: yard, for: 1s}"
            + "| dog has stood still in zone yard of camera gate-1 for 1.0 s",
      })
  void eachKind_saysWhatItCounted(String rule, String text) {
    String scene =
        """
        frames 0 100ms 8000
        anna person 0:0.5,0.6 3:0.5,0.6 3.1:0.5,0.4 6:0.5,0.4
        ben dog 1:0.7,0.6 8:0.7,0.6
        still ben 4 8
        """;

    assertThat(SceneScript.of(scene).run(PLACES + "  r: " + rule).alerts().get(0).text())
        .isEqualTo("r: " + text);
  }

  /** Hidden from 2.0 s to 3.5 s, when it has been there for 2.5 s. */
  @Test
  void hiddenTime_countsOnceTheObjectIsSeenAgain() {
    String scene =
        """
        frames 0 100ms 8000
        anna person 0:0.5,0.4 0.9:0.5,0.4 1:0.5,0.6 8:0.5,0.6
        hide anna 2 3.5
        """;
    for (String when : List.of("presence", "dwell")) {
      assertThat(alarms(scene, "r: {when: %s, zone: yard, for: 2s}".formatted(when)))
          .isEqualTo("3.5 RAISED r since 1.0\n");
      assertThat(
              alarms(
                  scene.replace("2 3.5", "2 9"),
                  "r: {when: %s, zone: yard, for: 2s}".formatted(when)))
          .isEmpty();
    }
  }

  @Test
  void silence_hasThreeAnswers() {
    CameraRules rules =
        RuleFile.parse(PLACES + "  dark: {when: silent, for: 30s}").orThrow().forCamera("gate-1");
    long second = 1_000_000;

    Step step = SceneEngine.listen(rules, SceneState.EMPTY, seen(129, 100, 100, 100, 0));
    assertThat(step.alerts()).isEmpty();
    step = SceneEngine.listen(rules, step.state(), seen(130, 100, 100, 100, 0));
    assertThat(step.alerts())
        .extracting(SceneAlert::silence)
        .containsExactly(Silence.CAMERA_SILENT);
    assertThat(step.alerts().get(0).sinceMicros()).isEqualTo(100 * second);
    assertThat(step.alerts().get(0).text())
        .isEqualTo(
            "dark: camera gate-1 is silent: neither detections nor skipped frames for 30.0 s");

    step = SceneEngine.listen(rules, step.state(), seen(140, 100, 100, 139, 7));
    assertThat(step.alerts())
        .extracting(SceneAlert::silence, SceneAlert::isOpen)
        .containsExactly(tuple(Silence.CAMERA_SILENT, false), tuple(Silence.ALL_SKIPPED, true));
    assertThat(step.alerts().get(1).text())
        .isEqualTo("dark: all frames of camera gate-1 are skipped: 7 in 40.0 s, none detected");

    step = SceneEngine.listen(rules, step.state(), seen(150, 149, 110, 139, 0));
    assertThat(step.alerts())
        .extracting(SceneAlert::silence, SceneAlert::isOpen)
        .containsExactly(tuple(Silence.DETECTOR_BEHIND, true), tuple(Silence.ALL_SKIPPED, false));

    step = SceneEngine.listen(rules, step.state(), seen(151, 150, 150, 139, 0));
    assertThat(step.alerts())
        .extracting(SceneAlert::silence, SceneAlert::isOpen)
        .containsExactly(tuple(Silence.DETECTOR_BEHIND, false));
  }

  /** Columns: when this camera was heard of, when any other was, and now; in seconds. */
  @ParameterizedTest
  @CsvSource({
    "100, 100, 129, ", // not yet
    "100, 130, 130, CAMERA_SILENT", // the others go on
    "100, 101, 130, NOTHING_ARRIVES", // all stopped within a second
    "100, 114, 130, NOTHING_ARRIVES",
    "100, 116, 130, CAMERA_SILENT", // the others may be cameras of few frames
    "100, 600, 660, CAMERA_SILENT", // this one has been silent for minutes more
    "100,  20, 130, CAMERA_SILENT", // nobody expects the others any more
  })
  void aDetectorThatIsDown_looksLikeNoSilentCamera(
      long heard, long others, long now, Silence silence) {
    CameraRules rules =
        RuleFile.parse(PLACES + "  dark: {when: silent, for: 30s}").orThrow().forCamera("gate-1");
    long second = 1_000_000;
    Liveness seen =
        new Liveness(
            now * second, heard * second, heard * second, Long.MIN_VALUE, 0, others * second);
    List<SceneAlert> alerts = SceneEngine.listen(rules, SceneState.EMPTY, seen).alerts();
    assertThat(alerts)
        .extracting(SceneAlert::silence)
        .isEqualTo(silence == null ? List.of() : List.of(silence));
    assertThat(alerts.stream().filter(alert -> alert.silence() == Silence.NOTHING_ARRIVES))
        .allSatisfy(
            alert ->
                assertThat(alert.text())
                    .startsWith(
                        "dark: nothing has arrived from camera gate-1 for 30.0 s, nor from any other for"
                            + " %d.0 s: ".formatted(now - others)));
  }

  /** In seconds. */
  private static Liveness seen(long now, long detected, long captured, long skipped, long count) {
    long second = 1_000_000;
    return new Liveness(
        now * second,
        detected * second,
        captured * second,
        skipped * second,
        count,
        Long.MIN_VALUE);
  }
}
