package io.paastreams.cli;

import io.paastreams.model.Model;
import io.paastreams.model.RandomModel;
import io.paastreams.model.RecipeYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Turns recipes into models that have learned nothing. */
final class RandomModels {

  /** The number of classes of the published models. */
  private static final int COCO_CLASSES = 80;

  private static final int SEED = 1;

  private RandomModels() {}

  /**
   * The model of the recipe that a user refers to, with as many classes as the labels beside it, or
   * 80.
   *
   * @param recipe a file, a folder with {@code recipe.yaml}, or the name of a folder of {@code
   *     models}
   * @throws CommandFailedException if there is no such recipe, or it is not valid
   */
  static Model of(String recipe) {
    try {
      Path path = Path.of(recipe);
      if (Files.isRegularFile(path)) {
        return RandomModel.of(
            RecipeYaml.read(Files.readString(path), recipe),
            RandomModel.labels(COCO_CLASSES),
            SEED);
      }
      ModelEntry entry =
          Files.isRegularFile(path.resolve(ModelEntry.RECIPE))
              ? ModelEntry.read(path)
              : ShippedModels.named(null, recipe);
      List<String> labels =
          entry.labels().isEmpty() ? RandomModel.labels(COCO_CLASSES) : entry.labels();
      return RandomModel.of(entry.recipe(), labels, SEED);
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }
}
