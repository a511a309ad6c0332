package io.paastreams.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.analytics.CameraAnalytics;
import io.paastreams.analytics.CameraState;
import io.paastreams.event.ObjectEvent;
import io.paastreams.event.SourceOffset;
import io.paastreams.rules.CameraRules;
import io.paastreams.rules.RuleFile;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The measured work is realistic: objects are tracked, and every kind of event occurs. */
class SyntheticCamerasTest {

  @Test
  void everyKindOfRecord_comesOfTheCameras() {
    SyntheticCameras cameras = new SyntheticCameras(5, 10);
    CameraRules rules =
        RuleFile.parse(SyntheticCameras.RULES).orThrow().forCamera(SyntheticCameras.name(3));
    CameraAnalytics analytics = CameraAnalytics.standard();
    CameraState state = CameraState.EMPTY;
    Map<ObjectEvent.Kind, Integer> kinds = new EnumMap<>(ObjectEvent.Kind.class);
    long objects = 0;
    int counts = 0;
    int alerts = 0;
    int frames = 1000;
    for (int number = 0; number < frames; number++) {
      CameraAnalytics.Step step =
          analytics.judge(
              rules, state, cameras.frame(3, number, new SourceOffset("frames", 0, number)));
      state = step.state();
      step.records().events().forEach(event -> kinds.merge(event.kind(), 1, Integer::sum));
      objects += step.records().tracks() == null ? 0 : step.records().tracks().objects().size();
      counts += step.records().counts().size();
      alerts += step.records().alerts().size();
    }

    assertThat((double) objects / frames).isBetween(4.5, 5.5);
    assertThat(kinds)
        .containsKeys(
            ObjectEvent.Kind.NEW,
            ObjectEvent.Kind.ENTERED,
            ObjectEvent.Kind.LEFT,
            ObjectEvent.Kind.CROSSED);
    assertThat(kinds.get(ObjectEvent.Kind.NEW)).as("tracks hold").isLessThan(12);
    assertThat(counts).isPositive();
    assertThat(alerts).isPositive();
  }

  @Test
  void theSameFrame_isTheSameRecord() {
    SyntheticCameras cameras = new SyntheticCameras(5, 10);
    SourceOffset source = new SourceOffset("frames", 0, 7);

    assertThat(cameras.frame(2, 9, source)).isEqualTo(cameras.frame(2, 9, source));
  }

  @Test
  void tracksOfOneCore_areCounted() {
    PureAnalytics.PureThroughput figure = PureAnalytics.run(Duration.ofMillis(50));

    assertThat(figure.framesPerSecond()).isPositive();
    assertThat(figure.micros()).isCloseTo(1e6 / figure.framesPerSecond(), within(1e-6));
  }
}
