package io.paastreams.event;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers schema ids that the registry did not return, so that a flood of records with bad ids
 * does not become a flood of requests: an id is requested again only after a while, and if there
 * are many different bad ids, some are not requested at all.
 *
 * <p>Threading: safe.
 */
final class SchemaRefusals {

  /**
   * How long an id counts as unknown; a producer registers a schema before it writes, so an unknown
   * id usually remains unknown.
   */
  static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);

  static final Duration REFUSED_FOR = Duration.ofSeconds(30);

  /**
   * The number of bad answers in a row, and then per second, beyond which no more are requested.
   */
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

  /** Why an id need not be requested; null if it has to be. */
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
          ("schema %d was not requested: the schema registry lacked the last %d ids, so"
                  + " these are probably not records of its wire format; replay them if they are")
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

  /** Records a good id, after which an earlier flood is no reason to doubt the next id. */
  synchronized void forget(int id) {
    refusals.remove(id);
  }
}
