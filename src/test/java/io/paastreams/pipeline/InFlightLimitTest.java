package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class InFlightLimitTest {

  private static final Duration TARGET = Duration.ofSeconds(1);

  private final InFlightLimit limit = new InFlightLimit(64, TARGET);

  @Test
  void fastDevice_isGivenTheWholeWindowAtOnce() {
    // 2 frames in 10 ms are 200 per second.
    limit.finished(2, Duration.ofMillis(10).toNanos());

    assertThat(limit.current()).isEqualTo(64);
  }

  @Test
  void slowDevice_isGivenWhatItComputesInTheTarget() {
    limit.finished(2, Duration.ofMillis(10).toNanos());
    // 64 frames in 16 s are 4 per second.
    for (int i = 0; i < 8; i++) {
      limit.finished(64, Duration.ofSeconds(16).toNanos());
    }

    assertThat(limit.current()).isEqualTo(4);
  }

  @Test
  void oneSlowFrame_costsHalfOfTheWay() {
    limit.finished(2, Duration.ofMillis(50).toNanos());
    limit.finished(40, Duration.ofSeconds(2).toNanos());

    assertThat(limit.current()).isEqualTo(30);
  }

  @Test
  void deviceSlowerThanOneFrameATarget_stillGetsOneFrame() {
    limit.finished(2, Duration.ofMinutes(1).toNanos());

    assertThat(limit.current()).isEqualTo(1);

    limit.finished(1, Duration.ofMinutes(1).toNanos());

    assertThat(limit.current()).isEqualTo(1);
  }

  @Test
  void frameThatFoundAnAlmostEmptyWindow_provesNothing() {
    limit.finished(2, Duration.ofMillis(50).toNanos());
    assertThat(limit.current()).isEqualTo(40);

    limit.finished(1, Duration.ofMillis(500).toNanos());

    assertThat(limit.current()).isEqualTo(40);
  }

  @Test
  void limit_recoversWhenTheDeviceDoes() {
    limit.finished(2, Duration.ofSeconds(30).toNanos());
    assertThat(limit.current()).isEqualTo(1);

    limit.finished(1, Duration.ofMillis(20).toNanos());

    assertThat(limit.current()).isEqualTo(50);
  }

  @Test
  void configuredMaximum_isNeverExceeded() {
    InFlightLimit one = new InFlightLimit(1, TARGET);
    one.finished(1, 1);

    assertThat(one.current()).isEqualTo(1);
  }
}
