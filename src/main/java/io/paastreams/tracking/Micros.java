package io.paastreams.tracking;

import java.time.Duration;

/** Spans of capture time. */
final class Micros {

  private Micros() {}

  static long of(Duration duration) {
    return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1000;
  }

  static double seconds(long micros) {
    return micros / 1e6;
  }
}
