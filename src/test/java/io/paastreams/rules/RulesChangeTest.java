package io.paastreams.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What survives when rules change while objects are there. The change is at 5 s. */
class RulesChangeTest {

  private static final String YARD =
      """
      cameras: {"*": {zones: {yard: {polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]]}}}}
      counts: {window: 10s, by: [zone]}
      rules: {intruder: {when: presence, zone: yard, for: 1s}}
      """;

  private static final String SCENE =
      """
      frames 0 100ms 10000
      anna person 0:0.5,0.8 10:0.5,0.8
      """;

  private static SceneScript.Result run(String before, String after) {
    List<SceneFrame> frames = SceneScript.of(SCENE).frames();
    SceneScript.Result result = SceneScript.nothing();
    for (SceneFrame frame : frames) {
      boolean isBefore = frame.captureMicros() < SceneScript.START + 5_000_000;
      Rules rules = RuleFile.parse(isBefore ? before : after).orThrow();
      result =
          result.plus(
              SceneEngine.judge(rules.forCamera(SceneScript.CAMERA), result.state(), frame));
    }
    return result;
  }

  @Test
  void whatHasTheSameGeometry_goesOn() {
    SceneScript.Result result = run(YARD, YARD.replace("for: 1s", "for: 2s, severity: low"));

    assertThat(result.told()).isEqualTo("0.0 NEW person in yard\n");
    assertThat(result.alarms()).isEqualTo("1.0 RAISED intruder since 0.0\n");
    assertThat(result.counted())
        .isEqualTo("0-10 zone yard entered 0 left 0 most 1 mean 1.000 tracks 1\n");
    assertThat(result.state().rulesVersion()).isNotEqualTo(RuleFile.version(YARD));
  }

  @Test
  void aZoneOfAnotherShape_isEnteredAgain_andItsAlertIsCleared() {
    SceneScript.Result result = run(YARD, YARD.replace("[[0, 0.5]", "[[0, 0.6]"));

    assertThat(result.told())
        .isEqualTo(
            """
            0.0 NEW person in yard
            5.5 ENTERED person yard in yard
            """);
    assertThat(result.alarms())
        .isEqualTo(
            """
            1.0 RAISED intruder since 0.0
            5.0 CLEARED intruder
            6.0 RAISED intruder since 5.0
            """);
  }

  @Test
  void aRuleThatIsGone_leavesNoOpenAlert() {
    SceneScript.Result result = run(YARD, YARD.replace("intruder", "visitor"));

    assertThat(result.alarms())
        .isEqualTo(
            """
            1.0 RAISED intruder since 0.0
            5.0 CLEARED intruder
            5.0 RAISED visitor since 0.0
            """);
  }

  @Test
  void rulesThatAreGone_leaveNothing() {
    SceneScript.Result result = run(YARD, "");

    assertThat(result.state().openAlerts()).isEmpty();
    assertThat(result.state().occupancy("yard")).isZero();
    assertThat(result.state().zonesOf(result.events().get(0).object().trackId())).isEmpty();
  }

  /** The window that is open keeps its end; the next one begins there. */
  @Test
  void anotherLengthOfWindows_holdsFromTheNextOneOn() {
    SceneScript.Result result = run(YARD, YARD.replace("window: 10s", "window: 2s"));

    assertThat(result.counts()).hasSize(1);
    CountingWindow next = Objects.requireNonNull(result.state().window());
    assertThat(next.startMicros()).isEqualTo(SceneScript.START + 10_000_000);
    assertThat(next.endMicros()).isEqualTo(SceneScript.START + 12_000_000);
  }
}
