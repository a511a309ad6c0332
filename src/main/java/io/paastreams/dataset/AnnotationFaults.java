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
    CATEGORY_ID("categories have no whole number as \"id\" or no text as \"name\"; dropped"),
    DUPLICATE_CATEGORY("categories repeat an id or a name; the first one is kept"),
    IMAGE_FIELD("images lack a field or have one of a wrong kind; dropped"),
    DUPLICATE_PICTURE_ID("images repeat an id; the first one is kept"),
    DUPLICATE_FILE("images repeat another's file under another id; both are kept"),
    MISSING_FILE("images have no file; dropped"),
    ANNOTATION_FIELD("annotations lack a field or have one of a wrong kind; dropped"),
    UNKNOWN_PICTURE("annotations name an image that is not listed; dropped"),
    UNKNOWN_CATEGORY("annotations name a category that is not listed; dropped"),
    FOREIGN_CATEGORY("annotations are of a category that is not among the classes; dropped"),
    EMPTY_BOX("annotations have a box without area or of negative size; dropped"),
    OUTSIDE_PICTURE("annotations have a box outside their image; dropped"),
    BAD_LINE("lines have no frame, id and box as numbers; dropped"),
    NO_FRAME("lines name a frame that the sequence does not have; dropped"),
    FRAME_REPEATED("images repeat the frame number of another one of their video; dropped"),
    NO_TRACK_ID(
        "boxes have no whole number that identifies their object; dropped unless --ids-by-overlap"),
    TRACK_ID_REPEATED("boxes repeat the object of another box of their frame; dropped"),
    FRAMES_UNORDERED("images come before an earlier frame of their video; sorted", false),
    REPEATED_ANNOTATION("annotations are written twice, with the same id; one is kept", false),
    DUPLICATE_ANNOTATION_ID("annotations repeat the id of another object; all are kept", false),
    BAD_AREA("annotations have an area that is no number or negative; the box's is taken", false),
    REACHES_OUTSIDE("boxes reach outside their image; clipped in training", false),
    UNUSED_CATEGORY("categories have no object", false);

    private final String meaning;
    private final boolean grave;

    Kind(String meaning) {
      this(meaning, true);
    }

    Kind(String meaning, boolean grave) {
      this.meaning = meaning;
      this.grave = grave;
    }

    /** Whether images or objects are lost or split by it, so that a figure would not be theirs. */
    boolean grave() {
      return grave;
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

  /** Whether images or objects are lost or split, so that a figure would not be the file's. */
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
