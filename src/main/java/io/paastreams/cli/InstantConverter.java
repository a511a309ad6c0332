package io.paastreams.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2026-03-01T12:00:00Z}, with any offset, and {@code 2h} for two hours ago. */
final class InstantConverter implements ITypeConverter<Instant> {

  private final InstantSource clock = InstantSource.system();

  @Override
  public Instant convert(String value) {
    try {
      return OffsetDateTime.parse(value.trim()).toInstant();
    } catch (DateTimeParseException e) {
      try {
        return clock.instant().minus(new DurationConverter().convert(value));
      } catch (TypeConversionException alsoNot) {
        throw new TypeConversionException(
            "'" + value + "' is not a time: write 2026-03-01T12:00:00Z, or 2h for two hours ago");
      }
    }
  }
}
