package io.paastreams.event;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Schema ids that the registry did not give, so that a flood of records with bad ids does not
 * become a flood of requests: an id is asked for again after a while only, and of many different
 * bad ids some are not asked for at all.
 *
 * <p>Threading: safe.
 */
final class SchemaRefusals {

  /** A producer registers a schema before it writes: an unknown id stays unknown, mostly. */
  static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);

  static final Duration REFUSED_FOR = Duration.ofSeconds(30);

  /** Bad answers in a row, and again per second: more are not asked for. */
  static final int BURST = 200;

  static final int PER_SECOND = 20;

  private static final int MOST_IDS = 10_000;

  private final LongSupplier nanoClock;
  private final Map<Integer, Refusal> refusals =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Refusal> eldest) {
          return size() > MOST_IDS;
        }
      };
  private double left = BURST;
  private long filledAt;

  SchemaRefusals(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.filledAt = nanoClock.getAsLong();
  }

  private record Refusal(DeadLetterReason reason, String message, long until) {}

  /** Why an id need not be asked for; null if it has to be. */
  synchronized @Nullable UnusableRecordException of(int id) {
    long now = nanoClock.getAsLong();
    Refusal refusal = refusals.get(id);
    if (refusal != null && refusal.until - now > 0) {
      return new UnusableRecordException(refusal.reason, refusal.message);
    }
    left = Math.min(BURST, left + (now - filledAt) * PER_SECOND / 1e9);
    filledAt = now;
    if (left < 1) {
      return new UnusableRecordException(
          DeadLetterReason.UNREADABLE_RECORD,
          ("schema %d was not asked for: the schema registry lacked the last %d ids, so these are"
                  + " hardly records of its wire format; replay them if they are")
              .formatted(id, BURST));
    }
    return null;
  }

  /** Remembers an answer; returns it as an exception. */
  synchronized UnusableRecordException remember(
      int id, DeadLetterReason reason, String message, Duration time, Exception cause) {
    left -= 1;
    refusals.remove(id);
    refusals.put(id, new Refusal(reason, message, nanoClock.getAsLong() + time.toNanos()));
    return new UnusableRecordException(reason, message, cause);
  }

  /** A good id: the flood, if there was one, is no reason to doubt the next. */
  synchronized void forget(int id) {
    refusals.remove(id);
  }
}
