package io.paastreams.ingest;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a source is opened.
 *
 * @param fps the rate of still images, which have none of their own; null takes the source's
 *     default: 10 per second for files and 1 per second for a network camera's snapshots
 * @param patience how long a stream may stay silent before it counts as broken
 * @param source what the user chose for it
 * @param clock the clock on which the source waits
 * @param notices receives sentences about anything unexpected in the source; called by the thread
 *     that opens and reads it
 * @param cancelled polled from any thread while the source waits; true makes it end
 */
public record OpenOptions(
    @Nullable Double fps,
    Duration patience,
    SourceOptions source,
    PacingClock clock,
    Consumer<String> notices,
    BooleanSupplier cancelled) {

  public OpenOptions {
    if (fps != null && !(fps > 0) || patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException(
          "rate and patience must be positive: %s/s, %s".formatted(fps, patience));
    }
  }

  /** The defaults: ten seconds of patience, never cancelled, and notices are ignored. */
  public static OpenOptions standard() {
    return new OpenOptions(
        null,
        Duration.ofSeconds(10),
        SourceOptions.standard(),
        PacingClock.system(),
        notice -> {},
        () -> false);
  }

  OpenOptions withFps(double other) {
    return new OpenOptions(other, patience, source, clock, notices, cancelled);
  }

  OpenOptions withPatience(Duration other, BooleanSupplier otherCancelled) {
    return new OpenOptions(fps, other, source, clock, notices, otherCancelled);
  }

  OpenOptions withSource(SourceOptions other) {
    return new OpenOptions(fps, patience, other, clock, notices, cancelled);
  }

  OpenOptions withNotices(Consumer<String> other) {
    return new OpenOptions(fps, patience, source, clock, other, cancelled);
  }

  OpenOptions withClock(PacingClock other) {
    return new OpenOptions(fps, patience, source, other, notices, cancelled);
  }

  double fpsOr(double standard) {
    return fps != null ? fps : standard;
  }
}
