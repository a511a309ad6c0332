package io.paastreams.cli;

import io.paastreams.cli.table.TextColumns;
import io.paastreams.training.TrainingRecipe.Published;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Models as aligned columns for people. */
final class ModelTable {

  private static final String NONE = "-";
  private static final int HASH_HEAD = 8;

  private ModelTable() {}

  static String of(List<ModelEntry> entries) {
    TextColumns table =
        TextColumns.create()
            .text(
                "name", "backbone", "schedule", "AP voting", "AP", "memory", "weights", "classes");
    entries.forEach(entry -> table.row(cells(entry)));
    return table.toString();
  }

  private static Object[] cells(ModelEntry entry) {
    Published published = entry.published();
    String schedule = entry.schedule();
    String sha256 = entry.weightsSha256();
    return new Object[] {
      entry.name(),
      entry.backbone(),
      schedule == null ? NONE : schedule,
      published == null ? NONE : figure(published.boxApVoting(), ""),
      published == null ? NONE : figure(published.boxAp(), ""),
      published == null ? NONE : figure(published.memoryGb(), " GB"),
      sha256 == null ? (published == null ? "none" : "to fetch") : sha256.substring(0, HASH_HEAD),
      classes(entry)
    };
  }

  private static String classes(ModelEntry entry) {
    if (entry.labels().isEmpty()) {
      return entry.published() == null ? NONE : "COCO's 80";
    }
    return entry.labels().size() <= 4
        ? String.join(", ", entry.labels())
        : String.valueOf(entry.labels().size());
  }

  private static String figure(@Nullable Double value, String unit) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.1f%s", value, unit);
  }
}
