package io.paastreams.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.jspecify.annotations.Nullable;

/** The rules that every schema of the project follows. */
final class SchemaRules {

  private static final Path SCHEMAS = Path.of("schemas");

  private SchemaRules() {}

  static List<Path> current() {
    return files(SCHEMAS.resolve("current"), 1);
  }

  /** The schemas of all versions, oldest first. */
  static List<Path> released() {
    return files(SCHEMAS.resolve("released"), 2);
  }

  /** Of every kind of topic that has one. */
  static List<Schema> generated() {
    return TopicKind.all().stream()
        .map(TopicKind::codec)
        .filter(Objects::nonNull)
        .map(RecordCodec::schema)
        .toList();
  }

  static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why a reader of the one schema cannot read records of the other; empty if it can. */
  static List<String> incompatibilities(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(found -> found.getType() + " at " + found.getLocation() + ": " + found.getMessage())
        .toList();
  }

  /** Where a schema lacks a doc or a default that the rules require. */
  static List<String> faults(Schema schema) {
    List<String> faults = new ArrayList<>();
    collect(schema, schema.getFullName(), faults, new HashSet<>());
    return faults;
  }

  private static void collect(Schema schema, String place, List<String> faults, Set<String> seen) {
    switch (schema.getType()) {
      case RECORD -> {
        if (!seen.add(schema.getFullName())) {
          return;
        }
        requireDoc(schema.getDoc(), place, faults);
        for (Schema.Field field : schema.getFields()) {
          String at = place + "." + field.name();
          requireDoc(field.doc(), at, faults);
          boolean nullable = field.schema().isNullable();
          if (nullable && !field.hasDefaultValue()) {
            faults.add(at + " may be null but has no default");
          }
          collect(field.schema(), at, faults, seen);
        }
      }
      case ENUM -> {
        requireDoc(schema.getDoc(), place, faults);
        if (schema.getEnumDefault() == null) {
          faults.add(place + " is an enum without a default");
        }
      }
      case ARRAY -> collect(schema.getElementType(), place, faults, seen);
      case MAP -> collect(schema.getValueType(), place, faults, seen);
      case UNION -> schema.getTypes().forEach(type -> collect(type, place, faults, seen));
      default -> {
        // Primitive values need no doc of their own.
      }
    }
  }

  private static void requireDoc(@Nullable String doc, String place, List<String> faults) {
    if (doc == null || doc.isBlank()) {
      faults.add(place + " has no doc");
    }
  }

  private static List<Path> files(Path dir, int depth) {
    try (Stream<Path> files = Files.walk(dir, depth)) {
      return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
