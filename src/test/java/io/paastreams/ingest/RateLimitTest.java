package io.paastreams.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

  @ParameterizedTest
  @CsvSource({
    "30, 10, 100",
    "30, 30, 300",
    "30, 60, 300",
    "30, 25, 250",
    "12.5, 5, 50",
    "30, 0.5, 5",
    "29.97, 29.97, 300"
  })
  void tenSeconds_keepTenSecondsWorth(double sourceFps, double maxFps, int kept) {
    RateLimit limit = new RateLimit(maxFps);
    int frames = (int) Math.ceil(10 * sourceFps);

    long count =
        IntStream.range(0, frames)
            .filter(i -> limit.keeps(Duration.ofNanos(Math.round(i / sourceFps * 1e9))))
            .count();

    assertThat(count).isEqualTo(kept);
  }

  @Test
  void keptFrames_areEvenlySpread() {
    RateLimit limit = new RateLimit(10.0);

    List<Integer> kept =
        IntStream.range(0, 12)
            .filter(i -> limit.keeps(Duration.ofNanos(i * 33_333_333L)))
            .boxed()
            .toList();

    assertThat(kept).containsExactly(0, 3, 6, 9);
  }

  @Test
  void withoutARate_allAreKept() {
    assertThat(new RateLimit(null).keeps(Duration.ZERO)).isTrue();
    assertThat(new RateLimit(null).keeps(Duration.ZERO)).isTrue();
  }
}
