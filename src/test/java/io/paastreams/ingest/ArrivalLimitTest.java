package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalLimitTest {

  /** Frames arrive up to a fifth of their interval early or late. */
  @ParameterizedTest
  @CsvSource({"5, 5, 500", "50, 10, 1000", "30, 25, 2500", "7, 5, 500", "2, 5, 200", "1, 0.5, 50"})
  void hundredSeconds_keepTheWantedRate_howeverArrivalsJitter(
      double sourceFps, double maxFps, int kept) {
    ArrivalLimit limit = new ArrivalLimit(maxFps);
    Random jitter = new Random(5);

    long count =
        IntStream.range(0, (int) (100 * sourceFps))
            .filter(i -> limit.keeps(at((i + 0.2 * (2 * jitter.nextDouble() - 1)) / sourceFps)))
            .count();

    assertThat(count).isCloseTo(kept, Offset.offset(2L));
  }

  @Test
  void framesThatPiledUp_areNotLetThroughAtOnce() {
    ArrivalLimit limit = new ArrivalLimit(10);
    assertThat(limit.keeps(at(0))).isTrue();

    long kept = IntStream.range(0, 50).filter(i -> limit.keeps(at(5 + i * 1e-4))).count();

    assertThat(kept).isEqualTo(2);
  }

  @Test
  void aClockThatIsSetBack_stopsNothing() {
    ArrivalLimit limit = new ArrivalLimit(5);
    assertThat(limit.keeps(at(7200))).isTrue();

    long kept = IntStream.range(0, 50).filter(i -> limit.keeps(at(i * 0.1))).count();

    assertThat(kept).isBetween(24L, 26L);
  }

  private static Instant at(double seconds) {
    return ManualClock.NOON.plusNanos(Math.round(seconds * 1e9));
  }
}
