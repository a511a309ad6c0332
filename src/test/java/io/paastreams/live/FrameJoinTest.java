package io.paastreams.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameJoinTest {

  private static final int BUDGET = 1_000;

  private final List<String> joined = new ArrayList<>();
  private final FrameJoin join =
      new FrameJoin(
          BUDGET, (sighting, bytes) -> joined.add(sighting.frameId() + " with byte " + bytes[0]));

  @BeforeEach
  void watch() {
    join.watch(Set.of("a", "b"), camera -> Optional.empty());
  }

  @Test
  void aFrame_waitsForWhatIsFoundInIt() {
    frame("a", 7);
    assertThat(joined).isEmpty();

    join.seen(Sightings.at("a", 0, 7));

    assertThat(joined).containsExactly("frame-7 with byte 7");
  }

  @Test
  void aSighting_waitsForItsFrame() {
    join.seen(Sightings.at("a", 0, 7));

    frame("a", 6);
    frame("a", 7);

    assertThat(joined).containsExactly("frame-7 with byte 7");
  }

  @Test
  void aSighting_isNeverShownOverTheFrameOfAnotherPartition() {
    join.frame("a", 1, 7, bytes(7));

    join.seen(Sightings.at("a", 0, 7));

    assertThat(joined).isEmpty();
  }

  @Test
  void anEarlierSighting_comesTooLateAfterALaterOne() {
    frame("a", 7);
    frame("a", 8);
    join.seen(Sightings.at("a", 0, 8));

    join.seen(Sightings.at("a", 0, 7));

    assertThat(joined).containsExactly("frame-8 with byte 8");
  }

  @Test
  void camerasOfOnePartition_doNotOvertakeEachOther() {
    frame("a", 7);
    frame("b", 8);
    join.seen(Sightings.at("b", 0, 8));

    join.seen(Sightings.at("a", 0, 7));

    assertThat(joined).containsExactly("frame-8 with byte 8", "frame-7 with byte 7");
  }

  @Test
  void framesThatNobodyDetects_fillTheBudget_untilTheyAreSkipped() {
    for (int offset = 0; offset < 11; offset++) {
      frame("a", offset);
    }
    assertThat(join.isFull(0)).isTrue();

    for (int offset = 0; offset < 10; offset++) {
      join.skipped("a", 0, offset);
    }

    assertThat(join.isFull(0)).isFalse();
    join.seen(Sightings.at("a", 0, 10));
    assertThat(joined).containsExactly("frame-10 with byte 10");
  }

  @Test
  void aLaterFrameThatWasSkipped_doesNotOvertakeAnEarlierOneThatIsStillTracked() {
    frame("a", 7);
    frame("a", 8);
    join.skipped("a", 0, 8);

    join.seen(Sightings.at("a", 0, 7));

    assertThat(joined).containsExactly("frame-7 with byte 7");
  }

  @Test
  void aSightingFarAhead_isWorthAJump() {
    join.seen(Sightings.at("a", 0, 5_000));

    assertThat(join.seekTo(0, 10)).hasValue(5_000);
    assertThat(join.seekTo(0, 4_999)).isEmpty();
  }

  @Test
  void aSightingWhoseFrameWasPassed_isAskedForOnce() {
    join.seen(Sightings.at("a", 0, 5));

    assertThat(join.seekTo(0, 10)).hasValue(5);
    assertThat(join.seekTo(0, 11)).isEmpty();
    frame("a", 5);
    assertThat(joined).isEmpty();
  }

  @Test
  void aCameraThatIsWatchedFromNowOn_asksForItsLastFrame() {
    join.watch(Set.of("c"), camera -> Optional.of(Sightings.at(camera, 0, 3)));

    assertThat(join.seekTo(0, 500)).hasValue(3);
    frame("c", 3);

    assertThat(joined).containsExactly("frame-3 with byte 3");
  }

  @Test
  void framesOfCamerasThatNobodyWatches_areNotKept() {
    frame("a", 7);
    join.watch(Set.of("b"), camera -> Optional.empty());
    join.watch(Set.of("a", "b"), camera -> Optional.empty());

    join.seen(Sightings.at("a", 0, 7));

    assertThat(joined).isEmpty();
    assertThat(join.seekTo(0, 100)).hasValue(7);
  }

  private void frame(String camera, int offset) {
    join.frame(camera, 0, offset, bytes(offset));
  }

  private static byte[] bytes(int first) {
    byte[] bytes = new byte[100];
    bytes[0] = (byte) first;
    return bytes;
  }
}
