package io.paastreams.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.paastreams.detection.Detection;
import io.paastreams.geometry.Box;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for any input. */
final class TrackerProperties {

  @Property(tries = 100)
  void theSameFramesInAnyOrderWithin_giveTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    Scene one = new Scene();
    Scene two = new Scene();
    double millis = 0;
    for (int k = 0; k < 40; k++) {
      millis += random.nextInt(400);
      List<Detection> detections = anything(random);
      Tracker.Step first = one.frame(millis, detections);
      List<Detection> shuffled = new ArrayList<>(detections);
      Collections.shuffle(shuffled, random);
      assertThat(two.frame(millis, shuffled)).isEqualTo(first);
    }
  }

  @Property(tries = 100)
  void anIdThatHasEnded_neverComesBack_andNoneIsTwiceInAFrame(@ForAll long seed) {
    Random random = new Random(seed);
    Scene scene = new Scene();
    Set<UUID> ended = new HashSet<>();
    double millis = 0;
    for (int k = 0; k < 80; k++) {
      millis += random.nextInt(10) == 0 ? 3000 : random.nextInt(300);
      Tracker.Step step = scene.frame(millis, anything(random));
      Set<UUID> shown = new HashSet<>();
      for (TrackedObject object : step.objects()) {
        assertThat(shown.add(object.trackId())).isTrue();
        assertThat(ended).doesNotContain(object.trackId());
      }
      step.ended().forEach(object -> assertThat(ended.add(object.trackId())).isTrue());
      Set<UUID> remembered = new HashSet<>();
      step.state().tracks().forEach(track -> assertThat(remembered.add(track.id())).isTrue());
      assertThat(Collections.disjoint(remembered, ended)).isTrue();
    }
    // Each id that was shown ended once, or is still remembered.
    scene.frame(millis + 60_000);
    assertThat(scene.ended().stream().map(TrackedObject::trackId))
        .hasSameElementsAs(scene.shownIds());
  }

  @Property(tries = 100)
  void twinsInOneFrame_areOneTrack(
      @ForAll @IntRange(min = 2, max = 6) int twins, @ForAll long seed) {
    Random random = new Random(seed);
    Scene scene = new Scene();
    for (int k = 0; k < 10; k++) {
      List<Detection> detections = new ArrayList<>();
      for (int i = 0; i < twins; i++) {
        double x = 300 + random.nextGaussian();
        detections.add(Scene.at(x, 200, i % 3, 0.5 + 0.49 * random.nextDouble()));
      }
      scene.frame(k * 100, detections);
    }
    assertThat(scene.shownIds()).hasSizeLessThanOrEqualTo(1);
  }

  @Property(tries = 100)
  void whatIsRemembered_isFiniteAndBounded(@ForAll long seed) {
    Random random = new Random(seed);
    Scene scene = new Scene();
    double millis = 0;
    for (int k = 0; k < 60; k++) {
      millis += random.nextInt(200);
      TrackerState state = scene.frame(millis, anything(random)).state();
      for (Track track : state.tracks()) {
        Motion motion = track.motion();
        assertThat(Double.isFinite(motion.x().position() + motion.y().velocity())).isTrue();
        assertThat(motion.x().positionVariance()).isPositive();
        assertThat(motion.y().velocityVariance()).isPositive();
        assertThat(motion.width().length()).isGreaterThanOrEqualTo(1);
        assertThat(track.phase()).isNotEqualTo(TrackPhase.ENDED);
      }
    }
  }

  /** Boxes of any size, also empty and partly outside, in crowds and alone. */
  private static List<Detection> anything(Random random) {
    List<Detection> detections = new ArrayList<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      float x = random.nextInt(700) - 30;
      float y = random.nextInt(500) - 10;
      Box box = new Box(x, y, x + random.nextInt(120), y + random.nextInt(120));
      detections.add(new Detection(box, random.nextInt(3), random.nextInt(101) / 100f));
    }
    return detections;
  }
}
