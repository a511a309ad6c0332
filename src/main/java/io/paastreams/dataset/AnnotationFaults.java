package io.paastreams.dataset;

import io.paastreams.text.Printable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with an annotation file: how often, and the first instance of each kind. */
public final class AnnotationFaults {

  private static final int MOST_SHOWN = 300;

  /** Kinds of fault, with what is done about it. */
  public enum Kind {
    DUPLICATE_PICTURE_ID("pictures repeat an id; the first one is kept"),
    DUPLICATE_ANNOTATION_ID("annotations repeat an id; the first one is kept"),
    UNKNOWN_PICTURE("annotations name a picture that is not listed; dropped"),
    UNKNOWN_CATEGORY("annotations name a category that is not listed; dropped"),
    EMPTY_BOX("annotations have a box without area; dropped"),
    OUTSIDE_PICTURE("annotations have a box outside their picture; dropped"),
    REACHES_OUTSIDE("boxes reach outside their picture; clipped in training"),
    MALFORMED("entries lack a field or have one of a wrong kind; dropped"),
    MISSING_FILE("pictures have no file; dropped");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    /** Whether {@code --strict} refuses a file for it. A box may touch its picture's edge. */
    boolean grave() {
      return this != REACHES_OUTSIDE;
    }
  }

  private record Entry(int count, String first) {}

  private final Map<Kind, Entry> entries = new EnumMap<>(Kind.class);

  void add(Kind kind, String instance) {
    entries.merge(
        kind,
        new Entry(1, Printable.line(instance, MOST_SHOWN)),
        (old, one) -> new Entry(old.count() + 1, old.first()));
  }

  /** How often one kind occurred. */
  public int count(Kind kind) {
    Entry entry = entries.get(kind);
    return entry == null ? 0 : entry.count();
  }

  /** Whether something would be refused under {@code --strict}. */
  public boolean grave() {
    return entries.keySet().stream().anyMatch(Kind::grave);
  }

  /** Counts by kind, for machines. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    entries.forEach((kind, entry) -> counts.put(kind.name(), entry.count()));
    return counts;
  }

  /** One line a kind; empty without faults. */
  public String report() {
    return entries.entrySet().stream()
        .map(
            entry ->
                "%d %s (first: %s)"
                    .formatted(
                        entry.getValue().count(), entry.getKey().meaning, entry.getValue().first()))
        .collect(Collectors.joining("\n"));
  }
}
