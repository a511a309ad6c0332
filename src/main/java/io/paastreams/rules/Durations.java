package io.paastreams.rules;

import io.paastreams.tracking.Micros;
import java.math.BigDecimal;
import java.time.Duration;

/** Durations as they are written in rule files. */
final class Durations {

  private Durations() {}

  /**
   * Writes a duration in the largest unit that gives a whole number; durations below a millisecond
   * get decimals.
   */
  static String written(Duration duration) {
    long micros = Micros.of(duration);
    if (micros == 0) {
      return "0s";
    }
    if (micros % 86_400_000_000L == 0) {
      return micros / 86_400_000_000L + "d";
    }
    if (micros % 3_600_000_000L == 0) {
      return micros / 3_600_000_000L + "h";
    }
    if (micros % 60_000_000L == 0) {
      return micros / 60_000_000L + "m";
    }
    if (micros % 1_000_000L == 0) {
      return micros / 1_000_000L + "s";
    }
    return BigDecimal.valueOf(micros, 3).stripTrailingZeros().toPlainString() + "ms";
  }
}
