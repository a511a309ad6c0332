package io.paastreams.tracking;

import static io.paastreams.tracking.Scene.CAR;
import static io.paastreams.tracking.Scene.PERSON;
import static io.paastreams.tracking.Scene.at;
import static io.paastreams.tracking.Scene.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenes whose right answer is obvious. */
final class TrackerTest {

  private final Scene scene = new Scene();

  @Test
  void aConfidentBox_isShownAtOnceAndKeepsItsId() {
    for (int k = 0; k < 30; k++) {
      assertThat(scene.frame(k * 100, at(100 + 5 * k, 200)).objects()).hasSize(1);
    }
    assertThat(scene.shownIds()).hasSize(1);
    UUID id = scene.shownIds().iterator().next();
    assertThat(id.version()).isEqualTo(5);
    assertThat(id.variant()).isEqualTo(2);
  }

  @Test
  void aDoubtfulBox_waitsForASecondOne() {
    assertThat(scene.frame(0, at(100, 200, PERSON, 0.55)).objects()).isEmpty();
    assertThat(scene.frame(200, at(102, 200, PERSON, 0.55)).objects()).hasSize(1);
  }

  @Test
  void aDoubtfulBoxSeenOnce_isNeverShownAndNeverEnds() {
    scene.frame(0, at(100, 200, PERSON, 0.55));
    scene.frame(1000);
    scene.frame(5000);
    assertThat(scene.shownIds()).isEmpty();
    assertThat(scene.ended()).isEmpty();
    assertThat(scene.state().tracks()).isEmpty();
  }

  @Test
  void faintBoxes_startNothingButKeepATrackGoing() {
    for (int k = 0; k < 10; k++) {
      scene.frame(k * 100, at(400, 200, PERSON, 0.3));
    }
    assertThat(scene.shownIds()).isEmpty();

    scene.frame(1000, at(100, 200));
    for (int k = 1; k < 40; k++) {
      Tracker.Step step = scene.frame(1000 + k * 100, at(100 + k, 200, PERSON, 0.15));
      assertThat(step.objects())
          .singleElement()
          .extracting(TrackedObject::phase)
          .isEqualTo(TrackPhase.CONFIRMED);
    }
    assertThat(scene.shownIds()).hasSize(1);
  }

  @Test
  void twoThatCross_keepTheirIds() {
    List<UUID> left = new ArrayList<>();
    for (int k = 0; k <= 40; k++) {
      Detection walker = at(100 + 10 * k, 200);
      Detection other = at(500 - 10 * k, 230);
      List<TrackedObject> objects = scene.frame(k * 66, walker, other).objects();
      left.add(nearest(objects, 100 + 10 * k, 200).trackId());
    }
    assertThat(scene.shownIds()).hasSize(2);
    assertThat(left.get(40)).isEqualTo(left.get(0));
  }

  /** At the turn it is one and a quarter of its width away from where it was expected. */
  @Test
  void oneThatTurnsSharply_keepsItsId() {
    for (int k = 0; k <= 20; k++) {
      scene.frame(k * 100, at(k <= 10 ? 100 + 25 * k : 600 - 25 * k, 200));
    }
    assertThat(scene.shownIds()).hasSize(1);
  }

  /** The newcomer is as far from the hidden one's place, but the car is in between. */
  @Test
  void oneThatAppearsBesideAHiddenOne_isAnother() {
    for (int k = 0; k < 15; k++) {
      scene.frame(k * 100, at(300, 200), box(270, 180, 360, 260, CAR, 0.9));
    }
    scene.frame(1500, box(270, 180, 360, 260, CAR, 0.9));
    scene.frame(1600, at(242, 200), box(270, 180, 360, 260, CAR, 0.9));
    assertThat(scene.shownIds()).hasSize(3);
  }

  @Test
  void oneThatIsHiddenBehindAnother_comesBackWithItsId() {
    for (int k = 0; k < 15; k++) {
      scene.frame(k * 100, at(100 + 8 * k, 200), at(300, 200, CAR, 0.9));
    }
    UUID walker =
        nearest(scene.frame(1500, at(220, 200), at(300, 200, CAR, 0.9)).objects(), 220, 200)
            .trackId();
    for (int k = 16; k < 31; k++) {
      scene.frame(k * 100, at(300, 200, CAR, 0.9));
    }
    List<TrackedObject> back = scene.frame(3100, at(348, 200), at(300, 200, CAR, 0.9)).objects();
    assertThat(nearest(back, 348, 200).trackId()).isEqualTo(walker);
    assertThat(scene.shownIds()).hasSize(2);
  }

  @Test
  void aShortMiss_isBridgedAtThePredictedPlace() {
    for (int k = 0; k < 20; k++) {
      scene.frame(k * 100, at(100 + 10 * k, 200));
    }
    assertThat(scene.frame(2000).objects())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.phase()).isEqualTo(TrackPhase.COASTING);
              assertThat((object.box().x1() + object.box().x2()) / 2).isCloseTo(300, within(6f));
              assertThat(object.velocityX()).isCloseTo(100, within(15f));
            });
    assertThat(scene.frame(2300).objects()).isEmpty();
    assertThat(scene.frame(2400, at(340, 200)).objects()).hasSize(1);
    assertThat(scene.shownIds()).hasSize(1);
  }

  @Test
  void aBlackout_isSurvivedUpToThePatience() {
    for (int k = 0; k < 10; k++) {
      scene.frame(k * 33, at(100 + 2 * k, 200));
    }
    scene.frame(300 + 1500, at(220, 200));
    assertThat(scene.shownIds()).hasSize(1);
    assertThat(scene.ended()).isEmpty();

    scene.frame(1800 + 30_000, at(220, 200));
    assertThat(scene.ended())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.phase()).isEqualTo(TrackPhase.ENDED);
              assertThat(object.observations()).isEqualTo(11);
            });
    assertThat(scene.shownIds()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 100, 200, 333, 500})
  void atAnyFrameRate_oneWalkerIsOneTrack(int stepMillis) {
    for (int t = 0; t < 6000; t += stepMillis) {
      scene.frame(t, at(60 + 0.08 * t, 200));
    }
    assertThat(scene.shownIds()).hasSize(1);
  }

  @Test
  void unevenTimes_areNoMotion() {
    // A constant speed at uneven times: the filter's velocity must not follow the intervals.
    int[] times = {0, 40, 75, 300, 340, 610, 650, 690, 1200, 1250, 1500, 1530, 1900, 2000};
    TrackedObject last = null;
    for (int t : times) {
      last = scene.frame(t, at(100 + 0.1 * t, 200)).objects().get(0);
    }
    assertThat(scene.shownIds()).hasSize(1);
    assertThat(Objects.requireNonNull(last).velocityX()).isCloseTo(100, within(10f));
    assertThat(last.velocityY()).isCloseTo(0, within(1f));
  }

  @Test
  void flippedLabels_areVotedDown() {
    Random random = new Random(3);
    for (int k = 0; k < 60; k++) {
      int label = random.nextInt(10) < 4 && k > 4 ? CAR : PERSON;
      Tracker.Step step = scene.frame(k * 100, at(100 + 3 * k, 200, label, 0.9));
      assertThat(step.objects())
          .singleElement()
          .extracting(TrackedObject::classId)
          .isEqualTo(PERSON);
    }
    assertThat(scene.shownIds()).hasSize(1);
  }

  @Test
  void theSameBoxUnderTwoLabels_isOneTrack() {
    for (int k = 0; k < 20; k++) {
      scene.frame(k * 100, at(100 + 3 * k, 200), at(101 + 3 * k, 201, CAR, 0.85));
    }
    assertThat(scene.shownIds()).hasSize(1);
  }

  @Test
  void aPartOfAnObject_isNoObject() {
    for (int k = 0; k < 20; k++) {
      scene.frame(
          k * 100, at(100 + 3 * k, 200), box(80 + 3 * k, 160, 120 + 3 * k, 195, PERSON, 0.7));
    }
    assertThat(scene.shownIds()).hasSize(1);
  }

  @Test
  void smallFastObjects_areFollowedThoughTheirBoxesNeverTouch() {
    for (int k = 0; k < 20; k++) {
      scene.frame(k * 100, box(50 + 8 * k, 100, 56 + 8 * k, 106, 0, 0.9));
    }
    assertThat(scene.shownIds()).hasSize(1);
  }

  @Test
  void theOrderOfDetections_changesNothing() {
    Random random = new Random(7);
    Scene shuffled = new Scene();
    for (int k = 0; k < 40; k++) {
      List<Detection> detections = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        detections.add(at(60 + 60 * i + 4 * k, 100 + 20 * i, i % 2, 0.5 + 0.08 * ((i + k) % 6)));
      }
      List<TrackedObject> expected = scene.frame(k * 100, detections).objects();
      Collections.shuffle(detections, random);
      assertThat(shuffled.frame(k * 100, detections).objects()).isEqualTo(expected);
    }
    assertThat(shuffled.state()).isEqualTo(scene.state());
  }

  @Test
  void stateAndObservation_decideEverything() {
    for (int k = 0; k < 10; k++) {
      scene.frame(k * 100, at(100 + 3 * k, 200));
    }
    TrackerState before = scene.state();
    Observation next =
        new Observation(
            new FrameIdentity("gate-1", 0, 99),
            before.lastMicros() + 100_000,
            before.size(),
            List.of(at(130, 200), at(400, 200)));
    Tracker.Step one = new Tracker(TrackerConfig.defaults()).track(before, next);
    Tracker.Step two = new Tracker(TrackerConfig.defaults()).track(before, next);
    assertThat(one).isEqualTo(two);
  }

  @Test
  void aFrameAsOldAsTheLast_orALittleOlder_movesNothing() {
    scene.frame(0, at(100, 200));
    scene.frame(100, at(110, 200));
    scene.frame(100, at(110, 200));
    TrackedObject object = scene.frame(95, at(110, 200)).objects().get(0);
    assertThat(scene.shownIds()).hasSize(1);
    assertThat(object.lastSeenMicros()).isEqualTo(scene.state().lastMicros());
    assertThat(Float.isFinite(object.velocityX())).isTrue();
  }

  @Test
  void aStreamThatChangesItsResolution_keepsItsTracks() {
    for (int k = 0; k < 10; k++) {
      scene.frame(k * 100, at(100 + 3 * k, 200));
    }
    scene.in(new Size(1280, 960));
    for (int k = 10; k < 20; k++) {
      double x = 2 * (100 + 3 * k);
      scene.frame(k * 100, box(x - 40, 320, x + 40, 480, PERSON, 0.9));
    }
    assertThat(scene.shownIds()).hasSize(1);
  }

  @Test
  void boxes_stayWithinTheFrame() {
    for (int k = 0; k < 10; k++) {
      for (TrackedObject object : scene.frame(k * 100, at(620 + 4 * k, 200)).objects()) {
        assertThat(object.box().x2()).isLessThanOrEqualTo(640);
        assertThat(object.box().x1()).isLessThanOrEqualTo(object.box().x2());
      }
    }
  }

  @Test
  void oneThatStands_isStationaryUntilItReallyLeaves() {
    Random noise = new Random(5);
    TrackedObject car = null;
    for (int k = 0; k < 100; k++) {
      car = scene.frame(k * 100, jitter(noise, 300)).objects().get(0);
      if (k < 30 || k >= 45) {
        assertThat(car.stationary()).as("frame %d", k).isEqualTo(k >= 45);
      }
    }
    // Short occlusion: it has not moved.
    scene.frame(10_000);
    scene.frame(11_500);
    assertThat(scene.frame(11_600, jitter(noise, 300)).objects().get(0).stationary()).isTrue();
    for (int k = 1; k <= 20; k++) {
      car = scene.frame(11_600 + k * 100, jitter(noise, 300 + 6 * k)).objects().get(0);
    }
    assertThat(Objects.requireNonNull(car).stationary()).isFalse();
    assertThat(scene.shownIds()).hasSize(1);
  }

  @Test
  void oneThatWalksSlowly_isNotStationary() {
    for (int k = 0; k < 100; k++) {
      // A quarter of its width per second.
      Tracker.Step step = scene.frame(k * 100, at(100 + k, 200));
      assertThat(step.objects().get(0).stationary()).as("frame %d", k).isFalse();
    }
  }

  @Test
  void aCameraThatFellSilent_canBeBroughtToAnEnd() {
    scene.frame(0, at(100, 200));
    Tracker tracker = new Tracker(TrackerConfig.defaults());
    Tracker.Step early = tracker.advance(scene.state(), scene.state().lastMicros() + 1_000_000);
    assertThat(early.ended()).isEmpty();
    assertThat(early.state().tracks()).hasSize(1);
    Tracker.Step late = tracker.advance(early.state(), scene.state().lastMicros() + 10_000_000);
    assertThat(late.ended()).extracting(TrackedObject::trackId).containsAll(scene.shownIds());
    assertThat(late.state().tracks()).isEmpty();
  }

  private static Detection jitter(Random noise, double x) {
    double dx = noise.nextGaussian() * 2;
    double dy = noise.nextGaussian() * 4;
    return at(x + dx, 200 + dy, CAR, 0.8);
  }

  private static TrackedObject nearest(List<TrackedObject> objects, double x, double y) {
    TrackedObject best = objects.get(0);
    for (TrackedObject object : objects) {
      best = distance(object, x, y) < distance(best, x, y) ? object : best;
    }
    return best;
  }

  private static double distance(TrackedObject object, double x, double y) {
    return Math.hypot(
        (object.box().x1() + object.box().x2()) / 2 - x,
        (object.box().y1() + object.box().y2()) / 2 - y);
  }
}
