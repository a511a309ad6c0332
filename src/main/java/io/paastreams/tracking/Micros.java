package io.paastreams.tracking;

import java.time.Duration;

/**
 * Capture times are microseconds since the epoch, and the spans between them are microseconds, too.
 */
public final class Micros {

  private Micros() {}

  public static long of(Duration duration) {
    return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1000;
  }

  public static double seconds(long micros) {
    return micros / 1e6;
  }
}
