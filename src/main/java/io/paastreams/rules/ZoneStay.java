package io.paastreams.rules;

import io.paastreams.tracking.Micros;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The relation of an object to a zone.
 *
 * @param inside whether it counts as inside
 * @param sinceMicros capture time at which it was first seen inside, if it is
 * @param event the id of the event of its entry; null if it is not inside
 * @param pendingObservations the number of consecutive frames in which it has been seen on the
 *     other side of the border since
 * @param pendingSinceMicros capture time of the first of these
 * @param countedWindow start of the window in which it was counted for this zone
 */
public record ZoneStay(
    String zone,
    boolean inside,
    long sinceMicros,
    @Nullable UUID event,
    int pendingObservations,
    long pendingSinceMicros,
    long countedWindow) {

  static final long NEVER = Long.MIN_VALUE;

  static ZoneStay outside(String zone) {
    return new ZoneStay(zone, false, NEVER, null, 0, NEVER, NEVER);
  }

  /**
   * A copy with one more observation; {@link #isDue} says whether the object has then changed
   * sides.
   */
  ZoneStay seen(boolean nowInside, long micros) {
    if (nowInside == inside) {
      return pendingObservations == 0 ? this : pending(0, NEVER);
    }
    return pending(pendingObservations + 1, pendingObservations == 0 ? micros : pendingSinceMicros);
  }

  /** Whether it has been seen on the other side for long enough. */
  boolean isDue(long micros, Zone rules) {
    long needed = Micros.of(inside ? rules.leaveAfter() : rules.enterAfter());
    return pendingObservations >= 2 && micros - pendingSinceMicros >= needed;
  }

  ZoneStay entered(long micros, UUID told) {
    return new ZoneStay(zone, true, micros, told, 0, NEVER, countedWindow);
  }

  /** Whether it says no more than {@link #outside}. */
  boolean isForgettable() {
    return !inside && pendingObservations == 0 && countedWindow == NEVER;
  }

  ZoneStay left() {
    return new ZoneStay(zone, false, NEVER, null, 0, NEVER, countedWindow);
  }

  ZoneStay countedIn(long window) {
    return new ZoneStay(
        zone, inside, sinceMicros, event, pendingObservations, pendingSinceMicros, window);
  }

  private ZoneStay pending(int observations, long since) {
    return new ZoneStay(zone, inside, sinceMicros, event, observations, since, countedWindow);
  }
}
