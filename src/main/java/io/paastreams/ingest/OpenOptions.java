package io.paastreams.ingest;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How a source is opened.
 *
 * @param picturesPerSecond rate of still pictures, which have none of their own
 * @param patience how long a stream may stay silent before it counts as broken
 * @param cancelled asked, from any thread, while the source waits; true makes it end
 */
public record OpenOptions(double picturesPerSecond, Duration patience, BooleanSupplier cancelled) {

  public OpenOptions {
    if (!(picturesPerSecond > 0) || patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException(
          "rate and patience must be positive: %s/s, %s".formatted(picturesPerSecond, patience));
    }
  }

  /** Ten pictures a second, ten seconds of patience, never cancelled. */
  public static OpenOptions standard() {
    return new OpenOptions(10, Duration.ofSeconds(10), () -> false);
  }
}
