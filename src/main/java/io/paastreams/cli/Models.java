package io.paastreams.cli;

import io.paastreams.checkpoint.ImportOptions;
import io.paastreams.checkpoint.ImportedModel;
import io.paastreams.checkpoint.PaaImporter;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the model that a user refers to. */
final class Models {

  private Models() {}

  /**
   * Reads a model folder, or imports a checkpoint on the fly.
   *
   * @param log receives what the importer had to assume
   * @throws CommandFailedException if the path is neither, or the model is not valid
   */
  static Model read(Path path, PrintWriter log) {
    if (!Files.exists(path)) {
      throw new CommandFailedException(
          "there is no model at "
              + path
              + ": use a model folder (recipe.yaml, labels.txt, weights.safetensors) or a"
              + " .pth checkpoint");
    }
    try {
      if (Files.isDirectory(path)) {
        return ModelFolder.read(path);
      }
      ImportedModel imported = PaaImporter.read(path, ImportOptions.derived());
      log.print(ImportCommand.lines(imported.report().warnings(path + ": ")));
      log.flush();
      return imported.model();
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }
}
