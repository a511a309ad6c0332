package io.paastreams.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An account of everything in a checkpoint.
 *
 * @param source the file's name and its SHA-256
 * @param decisions where each value of the recipe comes from
 * @param mapped the tensors that became weights; no weight of the network is missing
 * @param ignored what is not part of the detector, and why
 * @param unread the names of the Python objects in the file, none of which was created or called
 * @param notes what a user should know before trusting the model, one sentence each
 */
public record ImportReport(
    String source,
    List<Decision> decisions,
    List<Mapped> mapped,
    List<Ignored> ignored,
    List<String> unread,
    List<String> notes) {

  public ImportReport {
    decisions = List.copyOf(decisions);
    mapped = List.copyOf(mapped);
    ignored = List.copyOf(ignored);
    unread = List.copyOf(unread);
    notes = List.copyOf(notes);
  }

  /**
   * One value of the recipe.
   *
   * @param key the dotted key, as in {@code recipe.yaml}; {@code labels} for the labels
   * @param from where the value was found, or why it was assumed
   * @param assumed whether neither the file nor the caller specified it
   */
  public record Decision(String key, String value, String from, boolean assumed) {}

  /**
   * One tensor.
   *
   * @param tensor the name in the checkpoint
   * @param form the element type and the shape there
   * @param weight the name in the model
   */
  public record Mapped(String tensor, String form, String weight) {}

  /** Something that was left out. */
  public record Ignored(String what, String why) {}

  /** The assumptions and notes, one line each, for a terminal; empty if nothing was assumed. */
  public List<String> warnings() {
    return warnings("");
  }

  /** The same lines, each with a prefix. */
  public List<String> warnings(String prefix) {
    Map<String, String> byReason = new LinkedHashMap<>();
    for (Decision each : decisions) {
      if (each.assumed()) {
        byReason.merge(
            each.from(), each.key() + " = " + each.value(), (one, other) -> one + ", " + other);
      }
    }
    List<String> lines = new ArrayList<>();
    byReason.forEach((from, values) -> lines.add(prefix + "assumed " + values + " (" + from + ")"));
    notes.forEach(note -> lines.add(prefix + note));
    return lines;
  }

  /** The report as text for people. */
  public String text() {
    StringBuilder page = new StringBuilder();
    page.append("Import report\nsource: ").append(source).append("\n\n");
    page.append("Recipe, and where each value comes from\n");
    decisions.forEach(
        each -> page.append("  %-32s %-28s %s\n".formatted(each.key(), each.value(), each.from())));
    page.append("\nTensors: ").append(mapped.size()).append(" mapped, 0 missing, 0 left over\n");
    mapped.forEach(
        each ->
            page.append(
                "  %-52s %-26s -> %s\n".formatted(each.tensor(), each.form(), each.weight())));
    page.append("\nIgnored: ").append(ignored.size()).append('\n');
    ignored.forEach(each -> page.append("  %-52s %s\n".formatted(each.what(), each.why())));
    page.append("\nPython objects left unread, never created or called: ")
        .append(unread.size())
        .append('\n');
    unread.forEach(each -> page.append("  ").append(each).append('\n'));
    if (!notes.isEmpty()) {
      page.append("\nNotes\n");
      notes.forEach(each -> page.append("  ").append(each).append('\n'));
    }
    return page.toString();
  }
}
