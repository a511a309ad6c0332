package io.paastreams.dataset;

import io.paastreams.text.Printable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The faults of an annotation file: how often each kind occurs, and its first instance. */
public final class AnnotationFaults {

  private static final int MOST_SHOWN = 300;

  /** Kinds of faults, with what is done about each. */
  public enum Kind {
    CATEGORY_ID("categories have no integer \"id\" or no text \"name\"; dropped"),
    DUPLICATE_CATEGORY("categories repeat an id or a name; the first one is kept"),
    IMAGE_FIELD("images lack a field or have one of the wrong type; dropped"),
    DUPLICATE_IMAGE_ID("images repeat an id; the first one is kept"),
    DUPLICATE_FILE("images repeat another image's file under another id; both are kept"),
    MISSING_FILE("images have no file; dropped"),
    ANNOTATION_FIELD("annotations lack a field or have one of the wrong type; dropped"),
    UNKNOWN_IMAGE("annotations refer to an image that is not listed; dropped"),
    UNKNOWN_CATEGORY("annotations refer to a category that is not listed; dropped"),
    FOREIGN_CATEGORY("annotations are of a category that is not among the classes; dropped"),
    EMPTY_BOX("annotations have a box of zero area or negative size; dropped"),
    OUTSIDE_IMAGE("annotations have a box outside their image; dropped"),
    BAD_LINE("lines have no frame, id and box as numbers; dropped"),
    NO_FRAME("lines name a frame that the sequence does not have; dropped"),
    FRAME_REPEATED("images repeat the frame number of another one of their video; dropped"),
    NO_TRACK_ID(
        "boxes have no whole number that identifies their object; dropped unless --ids-by-overlap"),
    TRACK_ID_REPEATED("boxes repeat the object of another box of their frame; dropped"),
    FRAMES_UNORDERED("images come before an earlier frame of their video; sorted", false),
    REPEATED_ANNOTATION("annotations appear twice with the same id; one is kept", false),
    DUPLICATE_ANNOTATION_ID("annotations repeat the id of another object; all are kept", false),
    BAD_AREA(
        "annotations have an area that is negative or not a number; the box's area is used", false),
    REACHES_OUTSIDE("boxes extend outside their image; clipped in training", false),
    UNKNOWN_FIELD("fields are none of a detection record; ignored", false),
    UNUSED_CATEGORY("categories have no objects", false);

    private final String meaning;
    private final boolean grave;

    Kind(String meaning) {
      this(meaning, true);
    }

    Kind(String meaning, boolean grave) {
      this.meaning = meaning;
      this.grave = grave;
    }

    /**
     * Whether this fault loses or splits images or objects, so that figures would not describe the
     * file.
     */
    boolean grave() {
      return grave;
    }
  }

  private record Entry(int count, String first) {}

  private final Map<Kind, Entry> entries = new EnumMap<>(Kind.class);

  public void add(Kind kind, String instance) {
    entries.merge(
        kind,
        new Entry(1, Printable.line(instance, MOST_SHOWN)),
        (old, one) -> new Entry(old.count() + 1, old.first()));
  }

  /** Returns how often one kind occurred. */
  public int count(Kind kind) {
    Entry entry = entries.get(kind);
    return entry == null ? 0 : entry.count();
  }

  /** Whether images or objects are lost or split, so that figures would not describe the file. */
  public boolean grave() {
    return entries.keySet().stream().anyMatch(Kind::grave);
  }

  /** The counts by kind, for machine-readable output. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    entries.forEach((kind, entry) -> counts.put(kind.name(), entry.count()));
    return counts;
  }

  /** One line per kind; empty if there are no faults. */
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
