package io.paastreams.pipeline.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CaptureRateTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "30, 0, 300",
    "30, 30, 300",
    "30, 29.97, 300",
    "30, 20, 200",
    "30, 7, 70",
    "30, 0.5, 5"
  })
  void tenSecondsOfFrames_leaveTheWantedNumber(double cameraFps, double maxFps, int expected) {
    CaptureRate rate = new CaptureRate(maxFps);

    long taken =
        LongStream.range(0, (long) (10 * cameraFps))
            .filter(i -> rate.takes(START.plusMillis((long) (1000 * i / cameraFps))))
            .count();

    assertThat(taken).isBetween(expected - 1L, expected + 1L);
  }

  @Test
  void firstFrameAfterAPause_isTakenAndThePauseIsNotMadeUpFor() {
    CaptureRate rate = new CaptureRate(1);
    assertThat(rate.takes(START)).isTrue();
    assertThat(rate.takes(START.plusSeconds(60))).isTrue();
    assertThat(rate.takes(START.plusMillis(60_500))).isFalse();
    assertThat(rate.takes(START.plusSeconds(61))).isTrue();
  }

  @Test
  void cameraWhoseClockIsSetBack_isNotBlindUntilItCatchesUp() {
    CaptureRate rate = new CaptureRate(1);
    assertThat(rate.takes(START)).isTrue();
    assertThat(rate.takes(START.minusSeconds(3600))).isTrue();
    assertThat(rate.takes(START.minusSeconds(3600).plusMillis(300))).isFalse();
    assertThat(rate.takes(START.minusSeconds(3599))).isTrue();
  }
}
