package io.paastreams.streams;

import io.paastreams.event.DeadLetterReason;
import io.paastreams.event.SourceOffset;
import io.paastreams.text.LogThrottle;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

/**
 * Logs dead letters: the first for every reason, then one per minute and reason with the number of
 * those in between ({@link LogThrottle}). At debug level all of them are logged.
 *
 * <p>Threading: safe.
 */
public final class DeadLetterLog {

  private final Logger log;
  private final LogThrottle<DeadLetterReason> throttle;

  public DeadLetterLog(Logger log, LongSupplier nanoClock) {
    this.log = log;
    this.throttle = new LogThrottle<>(nanoClock);
  }

  /** Logs a dead letter, or counts it. */
  public void log(SourceOffset source, String camera, RecordFailure failure) {
    long before = throttle.next(failure.reason());
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
}
