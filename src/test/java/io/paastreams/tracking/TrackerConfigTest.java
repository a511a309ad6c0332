package io.paastreams.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import io.paastreams.geometry.Size;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is refused, and what ids are derived from. */
final class TrackerConfigTest {

  @Test
  void allFaults_areReportedAtOnce() {
    TrackerConfig config = TrackerConfig.defaults();
    MotionNoise noise = new MotionNoise(-1, 0.3, Double.NaN, 0.15, 2.5, 1, 7);
    StillnessLimits stillness = new StillnessLimits(Duration.ZERO, Duration.ofSeconds(1), 0.5, 0.7);
    assertThatThrownBy(
            () ->
                new TrackerConfig(
                    noise,
                    config.pairing(),
                    new TwinLimits(2, 0.8),
                    config.life(),
                    stillness,
                    Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "noise.acceleration = -1.0: must be above 0; "
                + "noise.position = NaN: must be above 0; "
                + "twins.overlap = 2.0: must be in [0, 1]; "
                + "stillness.memory = PT0S: must be above 0; "
                + "stillness.leave = 0.7: must not be above stillness.enter = 0.5; "
                + "labelMemory = PT-1S: must be above 0");
  }

  @Test
  void whatWouldSpoilAStateForGood_isRefused() {
    List<Detection> detections =
        List.of(
            new Detection(new Box(0, 0, 10, 10), 0, 0.5f),
            new Detection(new Box(0, Float.NaN, 10, 10), 0, 0.5f),
            new Detection(new Box(10, 0, 0, 10), 0, 0.5f),
            new Detection(new Box(0, 0, 10, 10), 0, 1.5f));
    assertThatThrownBy(
            () ->
                new Observation(
                    new FrameIdentity("gate-1", 0, 0), 0, new Size(640, 480), detections))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("detection 1 has no box")
        .hasMessageContaining("detection 2 has no box")
        .hasMessageContaining("detection 3 has no score in [0, 1]: 1.5");
  }

  @Test
  void ids_dependOnEveryPartOfTheFrame() {
    UUID id = new FrameIdentity("gate-1", 3, 17).trackId(5, 0);
    assertThat(new FrameIdentity("gate-1", 3, 17).trackId(5, 0)).isEqualTo(id);
    assertThat(
            List.of(
                new FrameIdentity("gate-2", 3, 17).trackId(5, 0),
                new FrameIdentity("gate-1", 4, 17).trackId(5, 0),
                new FrameIdentity("gate-1", 3, 18).trackId(5, 0),
                new FrameIdentity("gate-1", 3, 17).trackId(6, 0),
                new FrameIdentity("gate-1", 3, 17).trackId(5, 1)))
        .doesNotContain(id)
        .doesNotHaveDuplicates();
  }

  @Test
  void phases_goOnlyWhereTheyMay() {
    assertThat(TrackPhase.TENTATIVE.to(TrackPhase.CONFIRMED)).isEqualTo(TrackPhase.CONFIRMED);
    assertThat(TrackPhase.COASTING.to(TrackPhase.COASTING)).isEqualTo(TrackPhase.COASTING);
    assertThatThrownBy(() -> TrackPhase.TENTATIVE.to(TrackPhase.COASTING))
        .hasMessage("a track that is TENTATIVE cannot become COASTING");
    for (TrackPhase next : List.of(TrackPhase.TENTATIVE, TrackPhase.CONFIRMED)) {
      assertThatThrownBy(() -> TrackPhase.ENDED.to(next)).isInstanceOf(IllegalStateException.class);
    }
  }
}
