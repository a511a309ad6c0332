package io.paastreams.pipeline.faults;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The system's clock, except that the next readings return another time. The error is counted in
 * readings, so that a pipeline that stands still at that moment does not escape it.
 *
 * <p>Threading: safe.
 */
final class WrongClock implements InstantSource {

  private long errorSeconds;
  private long readings;

  synchronized void jump(long seconds, long forReadings) {
    errorSeconds = seconds;
    readings = forReadings;
  }

  @Override
  public synchronized Instant instant() {
    if (readings == 0) {
      return Instant.now();
    }
    readings--;
    return Instant.now().plusSeconds(errorSeconds);
  }
}
