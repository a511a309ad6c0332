package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecodeTimingTest {

  private static final int DECODING = 10;

  private final DecodeTiming timing = new DecodeTiming();

  @Test
  void aFrameIsDecodedJustBeforeTheDeviceIsFree() {
    timing.prepared(DECODING);

    assertThat(timing.delayNanos(100, 0)).isEqualTo(100 - 2 * DECODING);
  }

  @Test
  void framesAheadOfItTakeTimeToo() {
    timing.prepared(DECODING);

    assertThat(timing.delayNanos(100, 3)).isEqualTo(100 - 5 * DECODING);
  }

  @Test
  void ifThereIsNoTimeLeft_itIsDecodedAtOnce() {
    timing.prepared(DECODING);

    assertThat(timing.delayNanos(15, 0)).isZero();
    assertThat(timing.delayNanos(0, 0)).isZero();
  }

  @Test
  void theDurationFollowsTheFrames() {
    timing.prepared(DECODING);
    for (int i = 0; i < 200; i++) {
      timing.prepared(3 * DECODING);
    }

    assertThat(timing.delayNanos(100, 0)).isBetween(38L, 42L);
  }
}
