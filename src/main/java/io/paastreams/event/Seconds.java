package io.paastreams.event;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Durations of whole microseconds as the seconds of Avro's doubles, and back without loss. */
final class Seconds {

  private static final double MICROS = 1e6;

  private Seconds() {}

  static double of(Duration duration) {
    return (duration.toNanos() / 1000) / MICROS;
  }

  static @Nullable Double ofNullable(@Nullable Duration duration) {
    return duration == null ? null : of(duration);
  }

  /**
   * The duration of this many seconds.
   *
   * @throws IllegalArgumentException if the number is not one that a duration can hold
   */
  static Duration parse(double seconds) {
    if (!(Math.abs(seconds) < Long.MAX_VALUE / 1e9)) {
      throw new IllegalArgumentException(seconds + " is not a number of seconds");
    }
    return Duration.of(Math.round(seconds * MICROS), ChronoUnit.MICROS);
  }

  static @Nullable Duration parseNullable(@Nullable Double seconds) {
    return seconds == null ? null : parse(seconds);
  }
}
