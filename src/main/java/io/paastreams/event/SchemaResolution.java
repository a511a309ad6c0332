package io.paastreams.event;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Reads records with one writer's schema as ours, by Avro's rules and what {@link SchemaMeaning}
 * adds to them. Threading: safe.
 */
final class SchemaResolution<R extends SpecificRecordBase> {

  private static final int SHOWN = 5;
  private static final Pattern FIELD = Pattern.compile("/fields/(\\d+)");

  private final DatumReader<R> reader;
  private final Map<Integer, ChronoUnit> conversions;

  private SchemaResolution(DatumReader<R> reader, Map<Integer, ChronoUnit> conversions) {
    this.reader = reader;
    this.conversions = conversions;
  }

  /**
   * Compares the schemas once, for all records.
   *
   * @throws UnusableRecordException if records with the writer's schema cannot be read as ours
   */
  static <R extends SpecificRecordBase> SchemaResolution<R> of(Schema written, Schema ours) {
    SchemaPairCompatibility compatibility =
        SchemaCompatibility.checkReaderWriterCompatibility(ours, written);
    if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
      String reasons =
          compatibility.getResult().getIncompatibilities().stream()
              .limit(SHOWN)
              .map(
                  each ->
                      field(ours, each.getLocation()) + each.getType() + ", " + each.getMessage())
              .collect(Collectors.joining("; "));
      throw refused(written, ours, reasons);
    }
    SchemaMeaning meaning = SchemaMeaning.of(ours, written);
    if (!meaning.faults().isEmpty()) {
      throw refused(
          written, ours, meaning.faults().stream().limit(SHOWN).collect(Collectors.joining("; ")));
    }
    return new SchemaResolution<>(new SpecificDatumReader<>(written, ours), meaning.conversions());
  }

  /** The name of the field that Avro identifies by its number. */
  private static String field(Schema ours, String location) {
    Matcher number = FIELD.matcher(location);
    return number.lookingAt()
        ? ours.getFields().get(Integer.parseInt(number.group(1))).name() + ": "
        : "";
  }

  private static UnusableRecordException refused(Schema written, Schema ours, String reasons) {
    return new UnusableRecordException(
        DeadLetterReason.INCOMPATIBLE_SCHEMA,
        "%s cannot be read as %s: %s"
            .formatted(written.getFullName(), ours.getFullName(), reasons));
  }

  R read(Decoder decoder) throws IOException {
    R record = reader.read(null, decoder);
    conversions.forEach(
        (position, unit) -> record.put(position, inUnit(record.get(position), unit)));
    return record;
  }

  /** Corrects an instant whose number Avro took for microseconds. */
  private static Instant inUnit(Object misread, ChronoUnit unit) {
    Instant instant = (Instant) misread;
    long number = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    return Instant.EPOCH.plus(number, unit);
  }
}
