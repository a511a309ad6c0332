package io.paastreams.checkpoint;

import java.util.List;

/**
 * What became of everything in a checkpoint.
 *
 * @param source the file's name and its SHA-256
 * @param decisions where each value of the recipe comes from
 * @param mapped tensors that are now weights; none of the network's is missing
 * @param ignored what is not part of the detector, and why
 */
public record ImportReport(
    String source, List<Decision> decisions, List<Mapped> mapped, List<Ignored> ignored) {

  public ImportReport {
    decisions = List.copyOf(decisions);
    mapped = List.copyOf(mapped);
    ignored = List.copyOf(ignored);
  }

  /**
   * One value of the recipe.
   *
   * @param key dotted, as in {@code recipe.yaml}; {@code labels} for the labels
   * @param from where it was found, or why it was assumed
   */
  public record Decision(String key, String value, String from) {}

  /**
   * One tensor.
   *
   * @param tensor its name in the checkpoint
   * @param form element type and shape there
   * @param weight its name in the model
   */
  public record Mapped(String tensor, String form, String weight) {}

  /** Something that was left out. */
  public record Ignored(String what, String why) {}

  /** The report as a page for people. */
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
    return page.toString();
  }
}
