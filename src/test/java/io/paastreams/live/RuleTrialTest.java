package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.event.Lineage;
import io.paastreams.event.SceneObject;
import io.paastreams.event.SourceOffset;
import io.paastreams.event.TrackState;
import io.paastreams.event.TrackedFrame;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.RuleFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RuleTrialTest {

  private static final UUID TRACK = new UUID(1, 2);
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static final CameraRules RULES =
      RuleFile.parse(
              """
              cameras:
                gate:
                  zones: {right: {polygon: [[0.5, 0], [1, 0], [1, 1], [0.5, 1]]}}
                  lines: {middle: {from: [0.5, 1], to: [0.5, 0]}}
              rules:
                intruder: {when: presence, zone: right, labels: [person], for: 2s, severity: high}
              """)
          .orThrow()
          .forCamera("gate");

  @Test
  void aPersonWhoWalksIntoTheZone_wouldHaveRaisedTheAlert() {
    List<TrackedFrame> frames = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      frames.add(frame(n, 10 * n));
    }

    RuleTrial.Outcome outcome = RuleTrial.judge(RULES, frames);

    assertThat(outcome.frames()).isEqualTo(60);
    assertThat(outcome.events())
        .containsEntry("NEW", 1)
        .containsEntry("ENTERED right", 1)
        .containsEntry("CROSSED middle", 1);
    assertThat(outcome.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.rule()).isEqualTo("intruder");
              assertThat(alert.severity()).isEqualTo("HIGH");
            });
  }

  @Test
  void aPersonWhoStaysOutside_raisesNothing() {
    List<TrackedFrame> frames = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      frames.add(frame(n, 3 * n));
    }

    RuleTrial.Outcome outcome = RuleTrial.judge(RULES, frames);

    assertThat(outcome.alerts()).isEmpty();
    assertThat(outcome.events()).doesNotContainKey("ENTERED right");
  }

  /** Ten frames per second. */
  private static TrackedFrame frame(int n, float x) {
    Instant time = BEGIN.plusMillis(100L * n);
    return new TrackedFrame(
        new UUID(0, n),
        new Lineage(
            new UUID(3, n), "gate", null, n, new SourceOffset("frames.v1", 0, n), time, time),
        new Size(640, 480),
        List.of(
            new SceneObject(
                TRACK,
                "person",
                0,
                0.9f,
                new Box(x, 100, x + 40, 200),
                100,
                0,
                TrackState.CONFIRMED,
                false,
                List.of(),
                Duration.ofMillis(100L * n),
                Duration.ZERO)),
        false,
        time,
        null);
  }
}
