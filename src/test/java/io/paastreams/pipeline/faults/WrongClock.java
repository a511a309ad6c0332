package io.paastreams.pipeline.faults;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The system's clock, but for the next readings another time. Counted in readings, so that a
 * pipeline that stands still at that moment does not get away.
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
