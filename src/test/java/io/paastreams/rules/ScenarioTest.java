package io.paastreams.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Scenes whose events were worked out by hand. Zone yard is the lower half, line door is at 0.5.
 */
class ScenarioTest {

  private static final String YARD =
      """
      cameras:
        gate-*:
          zones:
            yard: {polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]], enterAfter: 500ms, leaveAfter: 1s}
      counts: {window: 10s, by: [zone]}
      """;

  private static final String DOOR =
      """
      cameras:
        gate-*:
          lines:
            door: {from: [0.3, 0.5], to: [0.7, 0.5], crossAfter: 500ms}
      counts: {window: 10s, by: [line]}
      """;

  /**
   * y(t) = 0.2 + 0.3 t until 2 s: on the border, which belongs to the zone, at 1.0 s, in 0.5 s
   * later. From 6 s on, y(t) = 0.8 - 0.3 (t - 6): on the border at 7.0 s, outside at 7.1 s, out 1 s
   * later.
   */
  @Test
  void anObjectEntersStaysAndLeaves() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 11500
            anna person 0:0.5,0.2 2:0.5,0.8 6:0.5,0.8 8:0.5,0.2 9:0.5,0.2
            """);

    assertThat(scene.run(YARD).told())
        .isEqualTo(
            """
            0.0 NEW person
            1.5 ENTERED person yard in yard
            8.1 LEFT person yard after 6.1
            11.1 ENDED person after 9.0
            """);
  }

  @Test
  void aFlickerAcrossTheBorder_isNothing() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 5000
            anna person 0:0.5,0.45 1.0:0.5,0.45 1.1:0.5,0.55 1.5:0.5,0.55 1.6:0.5,0.45 3:0.5,0.45 3.1:0.5,0.55 5:0.5,0.55
            """);

    assertThat(scene.run(YARD).told())
        .isEqualTo(
            """
            0.0 NEW person
            3.6 ENTERED person yard in yard
            """);
  }
}
