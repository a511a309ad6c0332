package io.paastreams.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** A clock on which waiting takes no time but advances the clock. */
final class ManualClock implements PacingClock {

  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Instant now = NOON;

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void sleepUntil(Instant due, BooleanSupplier stopped) {
    if (!stopped.getAsBoolean() && due.isAfter(now)) {
      now = due;
    }
  }

  synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }
}
