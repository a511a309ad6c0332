package io.paastreams.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordTimeTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant CAPTURED = NOW.minusSeconds(3);

  @Test
  void theRecordsOwnTime_wins() {
    for (Duration age :
        new Duration[] {Duration.ZERO, Duration.ofDays(9), Duration.ofMinutes(-5)}) {
      long own = NOW.minus(age).toEpochMilli();
      assertThat(RecordTime.of(own, CAPTURED, NOW)).isEqualTo(own);
    }
  }

  @Test
  void whatIsNoTime_isReplacedByTheCaptureTime() {
    for (long none : new long[] {-1, 0, Long.MIN_VALUE, Long.MAX_VALUE, hoursAhead(2)}) {
      assertThat(RecordTime.of(none, CAPTURED, NOW)).isEqualTo(CAPTURED.toEpochMilli());
    }
  }

  @Test
  void withoutAUsableCaptureTime_itIsNow() {
    for (@Nullable Instant none :
        new @Nullable Instant[] {
          null, Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.ofEpochMilli(hoursAhead(2))
        }) {
      assertThat(RecordTime.of(0, none, NOW)).isEqualTo(NOW.toEpochMilli());
    }
  }

  private static long hoursAhead(int hours) {
    return NOW.plus(Duration.ofHours(hours)).toEpochMilli();
  }
}
