package io.paastreams.rules;

import java.time.Duration;

/** Durations in microseconds, as times of capture are. */
final class Micros {

  private Micros() {}

  static long of(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
