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
  void anObject_entersStaysAndLeaves() {
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

  /** Hidden from 3.0 to 4.4 s: still the same stay. Outside from 5.1 s on. */
  @Test
  void aShortOcclusion_interruptsNothing() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 8000
            anna person 0:0.5,0.8 5:0.5,0.8 5.1:0.5,0.4 8:0.5,0.4
            hide anna 3 4.5
            """);

    assertThat(scene.run(YARD).told())
        .isEqualTo(
            """
            0.0 NEW person in yard
            6.1 LEFT person yard after 5.1
            """);
  }

  /** It has not left: nobody saw it outside. What appears in its place has not entered. */
  @Test
  void anObjectThatEndsInside_hasNotLeft() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 10000
            anna person 0:0.5,0.8 7:0.5,0.8
            hide anna 2 5
            """);

    SceneScript.Result result = scene.run(YARD);
    assertThat(result.told())
        .isEqualTo(
            """
            0.0 NEW person in yard
            4.0 ENDED person after 1.9 in yard
            5.0 NEW person in yard
            9.1 ENDED person after 2.0 in yard
            """);
    assertThat(result.counted())
        .isEqualTo("0-10 zone yard entered 0 left 0 most 1 mean 0.810 tracks 2\n");
  }

  /**
   * y(t) is 0.489 at 2.9 s and 0.51 at 3.0 s, and the other way round. Looking right, up is left.
   */
  @Test
  void twoObjects_crossInOppositeDirections() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 10000
            anna person 0:0.5,0.3 2:0.5,0.3 4:0.5,0.72 10:0.5,0.72
            rover dog 0:0.6,0.7 2:0.6,0.7 4:0.6,0.28 10:0.6,0.28
            """);

    SceneScript.Result result = scene.run(DOOR);
    assertThat(result.told())
        .isEqualTo(
            """
            0.0 NEW person
            0.0 NEW dog
            3.5 CROSSED person door LEFT_TO_RIGHT
            3.5 CROSSED dog door RIGHT_TO_LEFT
            """);
    assertThat(result.counted()).isEqualTo("0-10 line door right 1 left 1 tracks 2\n");
  }

  @Test
  void whatPassesBesideTheLine_hasNotCrossedIt() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 6000
            anna person 0:0.8,0.3 2:0.8,0.7 4:0.5,0.7 6:0.5,0.7
            """);

    assertThat(scene.run(DOOR).told()).isEqualTo("0.0 NEW person\n");
  }

  /**
   * It appears below, goes up (y is 0.49 at 1.1 s), and down again for 0.4 s, which is too short.
   */
  @Test
  void whatAppearsBeyondTheLine_hasNotCrossedIt_andAFlickerIsNothing() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 6000
            anna person 0:0.5,0.6 2:0.5,0.4 3:0.5,0.45 3.1:0.5,0.55 3.5:0.5,0.55 3.6:0.5,0.45 6:0.5,0.45
            """);

    assertThat(scene.run(DOOR).told())
        .isEqualTo(
            """
            0.0 NEW person
            1.6 CROSSED person door RIGHT_TO_LEFT
            """);
  }

  /** One frame a second: inside at 2 and 3 s. Two frames are needed however long they are apart. */
  @Test
  void aLowFrameRate_needsTwoFrames() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 1000ms 9000
            anna person 0:0.5,0.2 1:0.5,0.4 2:0.5,0.6 4:0.5,0.6 5:0.5,0.3 6:0.5,0.6 9:0.5,0.6
            """);

    assertThat(scene.run(YARD).told())
        .isEqualTo(
            """
            0.0 NEW person
            3.0 ENTERED person yard in yard
            """);
  }

  /** No frames between 1 and 2.5 s, while it enters: first seen inside at 2.5 s. */
  @Test
  void burstsOfFrames_countByTheirTimes() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 50ms 1000
            frames 2500 50ms 4000
            anna person 0:0.5,0.2 1:0.5,0.2 2:0.5,0.8 4:0.5,0.8
            """);

    assertThat(scene.run(YARD).told())
        .isEqualTo(
            """
            0.0 NEW person
            3.0 ENTERED person yard in yard
            """);
  }

  /** The zone takes persons only. A flip of half a second is shorter than leaveAfter. */
  @Test
  void aFlipOfTheLabel_isAFlickerLikeAnyOther() {
    String persons = YARD.replace("enterAfter", "labels: [person], enterAfter");
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 8000
            anna person 0:0.5,0.8 8:0.5,0.8
            label anna 2 dog
            label anna 2.5 person
            label anna 5 dog
            """);

    assertThat(scene.run(persons).told())
        .isEqualTo(
            """
            0.0 NEW person in yard
            6.0 LEFT dog yard after 5.0
            """);
  }

  @Test
  void restAndMotion_areReported() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 9000
            golf car 0:0.5,0.8 9:0.5,0.8
            still golf 3 7
            """);

    assertThat(scene.run(YARD).told())
        .isEqualTo(
            """
            0.0 NEW car in yard
            3.0 STATIONARY car in yard
            7.0 MOVING car after 4.0 in yard
            """);
  }

  /** Every 5 s since the last event; an object that stands still gives no updates. */
  @Test
  void updates_areThrottled_andTransitionsAreNot() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 30000
            golf car 0:0.5,0.8 30:0.5,0.8
            still golf 12 24
            """);

    assertThat(
            scene.run(YARD).events().stream()
                .map(event -> SceneScript.second(event.micros()) + " " + event.kind()))
        .containsExactly(
            "0.0 NEW",
            "5.0 UPDATE",
            "10.0 UPDATE",
            "12.0 STATIONARY",
            "24.0 MOVING",
            "29.0 UPDATE");
  }

  @Test
  void eventsOfATrack_areNumberedFromZero() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 11500
            anna person 0:0.5,0.2 2:0.5,0.8 6:0.5,0.8 8:0.5,0.2 9:0.5,0.2
            """);

    assertThat(scene.run(YARD).events())
        .extracting(SceneEvent::number)
        .containsExactly(0, 1, 2, 3, 4);
  }

  /** In from the frame at 1.5 s to that at 8.1 s: 6.6 s of 10. */
  @Test
  void meanOccupancy_isWeightedByTime() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 10000
            anna person 0:0.5,0.2 2:0.5,0.8 6:0.5,0.8 8:0.5,0.2 9:0.5,0.2
            """);

    assertThat(scene.run(YARD).counted())
        .isEqualTo("0-10 zone yard entered 1 left 1 most 1 mean 0.660 tracks 1\n");
  }

  /** In the second window it is there from the start: neither entered nor left, but counted. */
  @Test
  void anObjectThatStays_isCountedInEachWindow_byLabelAndForTheFrame() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 20000
            anna person 0:0.5,0.8 20:0.5,0.8
            golf car 5:0.5,0.2 20:0.5,0.2
            """);

    assertThat(scene.run(YARD.replace("[zone]", "[camera, zone, label]")).counted())
        .isEqualTo(
            """
            0-10 car entered 1 left 0 most 1 mean 0.500 tracks 1
            0-10 person entered 1 left 0 most 1 mean 1.000 tracks 1
            0-10 zone yard person entered 0 left 0 most 1 mean 1.000 tracks 1
            10-20 car entered 0 left 0 most 1 mean 1.000 tracks 1
            10-20 person entered 0 left 0 most 1 mean 1.000 tracks 1
            10-20 zone yard person entered 0 left 0 most 1 mean 1.000 tracks 1
            """);
  }

  /** Frames cover 3 s, and for 10 s the objects are assumed to be where they were. */
  @Test
  void aGap_isNotCountedForLong() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 3000
            frames 45000 100ms 50000
            anna person 0:0.5,0.8 3:0.5,0.8
            """);

    assertThat(scene.run(YARD).counted())
        .isEqualTo(
            """
            0-10 zone yard entered 0 left 0 most 1 mean 1.000 tracks 1
            10-20 zone yard entered 0 left 0 most 1 mean 1.000 tracks 1
            40-50 zone yard entered 0 left 0 most 0 mean 0.000 tracks 0
            """);
  }

  /** Frames cover 3 s of the window, and it was there in all of them. */
  @Test
  void aSilentCamera_closesItsWindowsAndEndsItsObjects() {
    SceneScript scene =
        SceneScript.of(
            """
            frames 0 100ms 3000
            anna person 0:0.5,0.8 3:0.5,0.8
            """);
    Rules rules = RuleFile.parse(YARD).orThrow();

    SceneScript.Result result = scene.silent(rules, scene.run(rules), 12);
    assertThat(result.told())
        .isEqualTo(
            """
            0.0 NEW person in yard
            3.0 ENDED person after 3.0 in yard
            """);
    assertThat(result.events().get(1).timedOut()).isTrue();
    assertThat(result.counted())
        .isEqualTo("0-10 zone yard entered 0 left 0 most 1 mean 1.000 tracks 1 silence\n");
    assertThat(result.state().tracks()).isEmpty();
  }

  /**
   * Its height is 0.2 of the frame. From 5.0 s on it stands 0.01 beyond the edge, which noise may
   * do; from 8.0 s on 0.03, which it does not.
   */
  @Test
  void whatStandsAtAnEdge_isOnTheOtherSideOnlyOnceThatIsClear() {
    String scene =
        """
        frames 0 100ms 12000
        anna person 0:0.5,0.49 4.9:0.5,0.49 5:0.5,0.51 7.9:0.5,0.51 8:0.5,0.53 12:0.5,0.53
        still anna 3 13
        """;
    String rules =
        """
        cameras:
          gate-1:
            zones: {yard: {polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]]}}
            lines: {door: {from: [0, 0.5], to: [1, 0.5]}}
        """;
    assertThat(SceneScript.of(scene).run(rules).told())
        .isEqualTo(
            """
            0.0 NEW person
            3.0 STATIONARY person
            8.5 ENTERED person yard in yard
            8.5 CROSSED person door LEFT_TO_RIGHT in yard
            """);
    // While it moves, the same counts at once, and a change that has begun goes on.
    assertThat(SceneScript.of(scene.replace("3 13", "5.1 13")).run(rules).told())
        .contains("5.5 ENTERED person yard", "5.5 CROSSED person door");
  }
}
