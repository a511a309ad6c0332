package io.paastreams.streams;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.paastreams.event.DeadLetterReason;
import io.paastreams.event.SourceOffset;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

/**
 * Logs dead letters: the first for every reason, then one per minute and reason with the number of
 * those in between. Each reason has a rate of its own, so that a flood of one does not hide the
 * first of another. At debug level all of them are logged.
 *
 * <p>Threading: safe.
 */
public final class DeadLetterLog {

  static final Duration QUIET = Duration.ofMinutes(1);

  private final Logger log;
  private final LongSupplier nanoClock;

  @GuardedBy("this")
  private final Map<DeadLetterReason, Quiet> quiet = new EnumMap<>(DeadLetterReason.class);

  public DeadLetterLog(Logger log, LongSupplier nanoClock) {
    this.log = log;
    this.nanoClock = nanoClock;
  }

  private record Quiet(long until, long unsaid) {}

  /** Logs a dead letter, or counts it. */
  public void log(SourceOffset source, String camera, RecordFailure failure) {
    long before = saidNow(failure.reason());
    try (MDCCloseable ofCamera = MDC.putCloseable("camera", camera);
        MDCCloseable topic = MDC.putCloseable("topic", source.topic());
        MDCCloseable partition =
            MDC.putCloseable("partition", Integer.toString(source.partition()));
        MDCCloseable offset = MDC.putCloseable("offset", Long.toString(source.offset()));
        MDCCloseable reason = MDC.putCloseable("reason", failure.kind())) {
      say(source, camera, failure, before);
    }
  }

  private void say(SourceOffset source, String camera, RecordFailure failure, long before) {
    if (before < 0) {
      log.debug(
          "Camera {}, frame {} is dead-lettered ({}): {}",
          camera,
          source,
          failure.kind(),
          failure.message());
    } else {
      log.warn(
          "Camera {}, frame {} is dead-lettered ({}): {}.{}",
          camera,
          source,
          failure.kind(),
          failure.message(),
          before == 0 ? "" : " " + before + " more for this reason since the last such line.");
    }
  }

  /**
   * The number of letters not logged since the last one that was; negative if this one is not
   * logged either.
   */
  private synchronized long saidNow(DeadLetterReason reason) {
    long now = nanoClock.getAsLong();
    Quiet last = quiet.get(reason);
    if (last != null && last.until - now > 0) {
      quiet.put(reason, new Quiet(last.until, last.unsaid + 1));
      return -1;
    }
    quiet.put(reason, new Quiet(now + QUIET.toNanos(), 0));
    return last == null ? 0 : last.unsaid;
  }
}
