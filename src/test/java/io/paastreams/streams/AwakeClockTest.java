package io.paastreams.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class AwakeClockTest {

  private final AtomicLong system = new AtomicLong(Duration.ofHours(7).toNanos());
  private final AwakeClock clock = new AwakeClock(system::get);
  private final long start = clock.getAsLong();

  @Test
  void whileItTicks_itIsTheSystemsClock() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofMillis(200));
      clock.tick();
    }
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aPause_isSeenNeitherBeforeTheNextTickNorAfter() {
    pass(Duration.ofMillis(100));
    clock.tick();
    pass(Duration.ofMinutes(10));
    assertThat(elapsed()).isEqualTo(AwakeClock.LONGEST_STEP.plusMillis(100));
    clock.tick();
    assertThat(elapsed()).isEqualTo(AwakeClock.LONGEST_STEP.plusMillis(100));
    pass(Duration.ofSeconds(1));
    assertThat(elapsed()).isEqualTo(AwakeClock.LONGEST_STEP.plusMillis(1100));
  }

  @Test
  void closed_itGoesOn() {
    pass(Duration.ofSeconds(1));
    clock.close();
    pass(Duration.ofSeconds(30));
    assertThat(elapsed()).isEqualTo(Duration.ofSeconds(31));
  }

  private void pass(Duration time) {
    system.addAndGet(time.toNanos());
  }

  private Duration elapsed() {
    return Duration.ofNanos(clock.getAsLong() - start);
  }
}
