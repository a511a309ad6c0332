package io.paastreams.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LogThrottleTest {

  private final AtomicLong now = new AtomicLong();
  private final LogThrottle<String> throttle = new LogThrottle<>(now::get);

  @Test
  void theFirstLineOfAKey_isSaid_andLaterOnesAreCountedForAMinute() {
    assertThat(throttle.next("gate")).isZero();
    assertThat(throttle.next("gate")).isNegative();
    now.addAndGet(LogThrottle.QUIET.toNanos() - 1);
    assertThat(throttle.next("gate")).isNegative();

    now.addAndGet(1);
    assertThat(throttle.next("gate")).isEqualTo(2);
    assertThat(throttle.next("gate")).isNegative();
  }

  @Test
  void aFloodOfOneKey_doesNotHideTheFirstOfAnother() {
    for (int i = 0; i < 500; i++) {
      throttle.next("gate");
    }
    assertThat(throttle.next("yard")).isZero();
  }

  /** Keys such as camera ids come from outside. */
  @Test
  void keysWithoutEnd_areForgotten_exceptThoseInUse() {
    throttle.next("gate");
    for (int i = 0; i < 100_000; i++) {
      throttle.next("camera-" + i);
      throttle.next("gate");
    }
    assertThat(throttle.next("gate")).isNegative();
    assertThat(throttle.next("camera-0")).as("forgotten").isZero();
  }
}
