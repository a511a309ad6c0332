package io.paastreams.cli;

import io.paastreams.model.FileHash;
import io.paastreams.model.Recipe;
import io.paastreams.model.RecipeYaml;
import io.paastreams.training.TrainingRecipe;
import io.paastreams.training.TrainingRecipe.Published;
import io.paastreams.training.TrainingYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder in models/: a recipe with or without a training recipe, and with or without weights.
 *
 * @param folder where it is
 * @param training the content of {@code training.yaml}; null if there is none
 * @param labels the labels of the weights; empty if there are no weights
 * @param weightsSha256 the SHA-256 of the weights file; null if there are no weights
 */
record ModelEntry(
    Path folder,
    Recipe recipe,
    @Nullable TrainingRecipe training,
    List<String> labels,
    @Nullable String weightsSha256) {

  static final String RECIPE = "recipe.yaml";
  static final String TRAINING = "training.yaml";

  /**
   * Reads a folder, but only the hash of its weights.
   *
   * @throws IOException if a file is not what it should be; the message names it
   */
  static ModelEntry read(Path folder) throws IOException {
    Path recipe = folder.resolve(RECIPE);
    Path training = folder.resolve(TRAINING);
    Path labels = folder.resolve("labels.txt");
    Path weights = folder.resolve("weights.safetensors");
    return new ModelEntry(
        folder,
        RecipeYaml.read(Files.readString(recipe), recipe.toString()),
        Files.exists(training)
            ? TrainingYaml.read(Files.readString(training), training.toString())
            : null,
        Files.exists(labels) ? Files.readAllLines(labels) : List.of(),
        Files.exists(weights) ? FileHash.sha256(weights) : null);
  }

  /** The folder's own name. */
  String name() {
    return String.valueOf(folder.getFileName());
  }

  /** For example {@code ResNet-50}, with the base width if it is not the usual 64. */
  String backbone() {
    int width = recipe.backbone().baseWidth();
    return "ResNet-" + recipe.backbone().depth() + (width == 64 ? "" : " (width " + width + ")");
  }

  /** For example {@code 12 epochs} or {@code 2000 steps}; null if no training is described. */
  @Nullable String schedule() {
    if (training == null) {
      return null;
    }
    TrainingRecipe.ScheduleConfig schedule = training.schedule();
    String length =
        schedule.epochs() > 0 ? schedule.epochs() + " epochs" : schedule.iterations() + " steps";
    TrainingRecipe.ReferenceAugmentation scales = training.augmentation().reference();
    boolean multiScale = scales != null && scales.minShortSide() < scales.maxShortSide();
    return length + (multiScale ? ", multi-scale" : "");
  }

  /** The published figures and checkpoint; null if there are none. */
  @Nullable Published published() {
    return training == null ? null : training.published();
  }
}
