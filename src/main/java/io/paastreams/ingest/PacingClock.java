package io.paastreams.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A clock on which one can also wait. */
public interface PacingClock extends InstantSource {

  /** Waits until {@code due}, or until {@code stopped} turns true, which is noticed soon. */
  void sleepUntil(Instant due, BooleanSupplier stopped);

  /** The machine's clock. */
  static PacingClock system() {
    return new PacingClock() {
      private static final Duration SLICE = Duration.ofMillis(20);

      @Override
      public Instant instant() {
        return Instant.now();
      }

      @Override
      public void sleepUntil(Instant due, BooleanSupplier stopped) {
        Duration left = Duration.between(instant(), due);
        while (!stopped.getAsBoolean() && left.compareTo(Duration.ZERO) > 0) {
          LockSupport.parkNanos((left.compareTo(SLICE) < 0 ? left : SLICE).toNanos());
          left = Duration.between(instant(), due);
        }
      }
    };
  }
}
