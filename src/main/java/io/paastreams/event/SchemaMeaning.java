package io.paastreams.event;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether the fields of a writer's schema mean the same as ours. Avro's rules, and thus the
 * registry's, consider only the underlying types: a {@code timestamp-millis} would be silently read
 * as a {@code timestamp-micros}, and a frame of today would become one of January 1970.
 *
 * <p>Where the meaning is certain, it is honoured: other units of a timestamp are converted. Where
 * it is not, as for a {@code long} without a unit or a local time without a zone, the schema is
 * refused with the field's name.
 */
final class SchemaMeaning {

  private static final String TYPE = "logicalType";
  private static final String OURS = "timestamp-micros";

  private static final Map<String, ChronoUnit> CONVERTIBLE =
      Map.of("timestamp-millis", ChronoUnit.MILLIS, "timestamp-nanos", ChronoUnit.NANOS);

  /** The standard logical types; Avro's specification asks readers to ignore all others. */
  private static final Set<String> STANDARD =
      Set.of(
          "decimal",
          "big-decimal",
          "date",
          "time-millis",
          "time-micros",
          "timestamp-millis",
          "timestamp-micros",
          "timestamp-nanos",
          "local-timestamp-millis",
          "local-timestamp-micros",
          "local-timestamp-nanos",
          "duration");

  private final List<String> faults = new ArrayList<>();
  private final Map<Integer, ChronoUnit> conversions = new LinkedHashMap<>();

  private SchemaMeaning() {}

  /** Compares two record schemas that Avro can resolve. */
  static SchemaMeaning of(Schema ours, Schema written) {
    SchemaMeaning meaning = new SchemaMeaning();
    for (Schema.Field field : ours.getFields()) {
      Schema.Field other = written.getField(field.name());
      if (other != null) {
        meaning.compare(field.name(), field.pos(), field.schema(), other.schema());
      }
    }
    return meaning;
  }

  /** Fields that mean something else, each with the remedy; empty if all are understood. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Our fields, by position, whose values the writer counts in another unit. */
  Map<Integer, ChronoUnit> conversions() {
    return Map.copyOf(conversions);
  }

  /**
   * @param position the position of a field of the outermost record; negative within it
   */
  private void compare(String path, int position, Schema ours, Schema written) {
    if (written.getType() == Schema.Type.UNION) {
      List<Schema> branches = withoutNull(written);
      for (Schema branch : branches) {
        compare(path, branches.size() == 1 ? position : -1, ours, branch);
      }
    } else if (ours.getType() == Schema.Type.UNION) {
      for (Schema branch : withoutNull(ours)) {
        compare(path, position, branch, written);
      }
    } else if (ours.getType() == Schema.Type.RECORD && written.getType() == Schema.Type.RECORD) {
      for (Schema.Field field : ours.getFields()) {
        Schema.Field other = written.getField(field.name());
        if (other != null) {
          compare(path + "." + field.name(), -1, field.schema(), other.schema());
        }
      }
    } else if (ours.getType() == Schema.Type.ARRAY && written.getType() == Schema.Type.ARRAY) {
      compare(path + "[]", -1, ours.getElementType(), written.getElementType());
    } else {
      compareValues(path, position, ours, written);
    }
  }

  private void compareValues(String path, int position, Schema ours, Schema written) {
    String meant = ours.getProp(TYPE);
    String given = written.getProp(TYPE);
    if (OURS.equals(meant)) {
      ChronoUnit unit = given == null ? null : CONVERTIBLE.get(given);
      if (unit != null && position >= 0 && written.getType() == Schema.Type.LONG) {
        conversions.put(position, unit);
      } else if (!OURS.equals(given)) {
        fault(path, written, given, "a long of logicalType timestamp-micros, -millis or -nanos");
      }
    } else if (given != null && STANDARD.contains(given) && !given.equals(meant)) {
      fault(path, written, given, shown(ours.getType(), meant));
    } else if (ours.getType() == Schema.Type.BYTES && written.getType() == Schema.Type.STRING) {
      fault(path, written, given, "bytes; text of them, such as base64, is not decoded");
    }
  }

  private void fault(String path, Schema written, @Nullable String given, String expected) {
    faults.add(
        "%s is written as %s, but %s is expected"
            .formatted(path, shown(written.getType(), given), expected));
  }

  private static String shown(Schema.Type type, @Nullable String logicalType) {
    return type.getName()
        + (logicalType == null ? " without a logicalType" : " of logicalType " + logicalType);
  }

  private static List<Schema> withoutNull(Schema union) {
    return union.getTypes().stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
  }
}
