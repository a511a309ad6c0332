package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamps in milliseconds, 40 apart. */
class FrameTimesTest {

  private static final long NONE = avutil.AV_NOPTS_VALUE;
  private static final long HOUR = 3_600_000;

  private final List<String> notices = new ArrayList<>();

  @Test
  void variableRate_isTakenAsItIs() {
    assertThat(times(0, 40, 50, 2050, 2090, 11_000)).containsExactly(0, 40, 50, 2050, 2090, 11_000);
    assertThat(notices).isEmpty();
  }

  @Test
  void negativeStamps_areAsGoodAsOthers() {
    assertThat(times(-500, -460, -420)).containsExactly(0, 40, 80);
    assertThat(notices).isEmpty();
  }

  @Test
  void stampsThatAreMissingStandStillOrSlipBack_areBridgedWithoutAWord() {
    assertThat(times(NONE, NONE, HOUR, HOUR + 40)).containsExactly(0, 40, 80, 120);
    assertThat(times(100, NONE, NONE, 220)).containsExactly(0, 40, 80, 120);
    assertThat(times(7, 7, 7, 7)).containsExactly(0, 40, 80, 120);
    assertThat(times(0, 40, 20, 60)).containsExactly(0, 40, 80, 120);
    assertThat(notices).isEmpty();
  }

  @Test
  void aLeapAhead_isOneInterval_andReportedOnce() {
    assertThat(times(0, 40, 5 * HOUR, 5 * HOUR + 40, 9 * HOUR, 80))
        .containsExactly(0, 40, 80, 120, 160, 200);
    assertThat(notices)
        .singleElement()
        .asString()
        .startsWith("the timestamps jump ahead by 18000.0 s")
        .contains("at 0.0 s");
  }

  @Test
  void aLeapBack_isOneInterval_andReported() {
    assertThat(times(5 * HOUR, 5 * HOUR + 40, 0, 40)).containsExactly(0, 40, 80, 120);
    assertThat(notices).singleElement().asString().startsWith("the timestamps jump back by 18000");
  }

  @Test
  void aCounterOf33BitsThatWraps_goesOn() {
    AVRational ticks = new AVRational().num(1).den(90_000);
    FrameTimes times = new FrameTimes(ticks, Duration.ofMillis(40), notices::add);
    long wrap = 1L << 33;

    assertThat(LongStream.range(-2, 3).map(i -> times.next((wrap + 3600 * i) % wrap).toMillis()))
        .containsExactly(0L, 40L, 80L, 120L, 160L);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE / 1_000_001})
  void stampsBeyondAllTime_stopNothing(long stamp) {
    assertThat(times(stamp, 0, stamp, 40, -stamp, 80)).containsExactly(0, 40, 80, 120, 160, 200);
  }

  /** FFmpeg derives a rate from timestamps that jump. */
  @Test
  void aRateOfOneFrameAnHour_bridgesTenSeconds() {
    FrameTimes times =
        new FrameTimes(new AVRational().num(1).den(1000), Duration.ofHours(1), notices::add);

    times.next(0);

    assertThat(times.next(10 * HOUR)).isEqualTo(Duration.ofSeconds(10));
  }

  private long[] times(long... stamps) {
    FrameTimes times =
        new FrameTimes(new AVRational().num(1).den(1000), Duration.ofMillis(40), notices::add);
    return Arrays.stream(stamps).map(stamp -> times.next(stamp).toMillis()).toArray();
  }
}
