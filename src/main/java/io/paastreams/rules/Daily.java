package io.paastreams.rules;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A time span that recurs every day.
 *
 * @param from the start, inclusive
 * @param to the end, exclusive; if it is not later than {@code from}, it is on the next day
 * @param timeZone the time zone of both
 */
public record Daily(LocalTime from, LocalTime to, ZoneId timeZone) {

  boolean holds(long micros) {
    LocalTime time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(timeZone).toLocalTime();
    return from.isBefore(to)
        ? !time.isBefore(from) && time.isBefore(to)
        : !time.isBefore(from) || time.isBefore(to);
  }
}
