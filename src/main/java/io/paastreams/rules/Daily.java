package io.paastreams.rules;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A span of every day.
 *
 * @param from belongs to it
 * @param to does not belong to it; if it is not later than {@code from}, it is that of the next day
 * @param timeZone whose clock is meant
 */
public record Daily(LocalTime from, LocalTime to, ZoneId timeZone) {

  boolean holds(long micros) {
    LocalTime time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(timeZone).toLocalTime();
    return from.isBefore(to)
        ? !time.isBefore(from) && time.isBefore(to)
        : !time.isBefore(from) || time.isBefore(to);
  }
}
