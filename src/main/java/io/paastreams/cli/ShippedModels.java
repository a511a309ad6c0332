package io.paastreams.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models that come with the project, in {@code models/}. */
final class ShippedModels {

  /** A network with random weights, for tests and for when there is no better one. */
  static final String SYNTHETIC = "golden-tiny";

  private static final List<String> PREFERRED = List.of("thermal-sky", SYNTHETIC);

  private ShippedModels() {}

  /** The best shipped model for thermal clips. */
  static Path demo() {
    return PREFERRED.stream()
        .flatMap(name -> places().stream().map(place -> place.resolve(name)))
        .filter(ShippedModels::isModel)
        .findFirst()
        .orElseThrow(() -> none("run this from the project's folder, or add --model"));
  }

  /**
   * The folders of models, ordered by name.
   *
   * @param given where the models are; null for the project's own
   */
  static List<Path> folders(@Nullable Path given) throws IOException {
    Path place =
        given != null
            ? given
            : places().stream()
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> none("run this from the project's folder, or add --models"));
    if (!Files.isDirectory(place)) {
      throw new CommandFailedException("there is no folder " + place + ": use another --models");
    }
    try (Stream<Path> folders = Files.list(place)) {
      return folders.filter(ShippedModels::isModel).sorted().toList();
    }
  }

  /**
   * Finds one model.
   *
   * @param name a name from {@link #folders}; never a path, so it leads nowhere else
   */
  static ModelEntry named(@Nullable Path given, String name) throws IOException {
    List<Path> folders = folders(given);
    for (Path folder : folders) {
      if (String.valueOf(folder.getFileName()).equals(name)) {
        return ModelEntry.read(folder);
      }
    }
    throw new CommandFailedException(
        "there is no model '"
            + name
            + "': there are "
            + folders.stream()
                .map(folder -> String.valueOf(folder.getFileName()))
                .collect(Collectors.joining(", ")));
  }

  private static boolean isModel(Path folder) {
    return Files.isRegularFile(folder.resolve(ModelEntry.RECIPE));
  }

  private static List<Path> places() {
    return List.of(Path.of("models"), besideTheJar());
  }

  private static CommandFailedException none(String remedy) {
    return new CommandFailedException("there is no bundled model in " + places() + ": " + remedy);
  }

  /**
   * The folder beside the jar: {@code target/paa-streams.jar} is one folder below the parent of
   * {@code models}.
   */
  private static Path besideTheJar() {
    try {
      Path code =
          Path.of(ShippedModels.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.resolveSibling("../models").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the code's own location is not a path", e);
    }
  }
}
