package io.paastreams.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The models that come with the project, in {@code models/}. */
final class ShippedModels {

  /** A network with made-up weights, for tests and for want of a better one. */
  static final String SYNTHETIC = "golden-tiny";

  private static final List<String> PREFERRED = List.of("thermal-sky", SYNTHETIC);

  private ShippedModels() {}

  /** The best shipped model for thermal clips. */
  static Path demo() {
    List<Path> places = List.of(Path.of("models"), besideTheJar());
    return PREFERRED.stream()
        .flatMap(name -> places.stream().map(place -> place.resolve(name)))
        .filter(folder -> Files.isRegularFile(folder.resolve("recipe.yaml")))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "no shipped model in "
                        + places
                        + ": run it from the project's folder, or give --model"));
  }

  /** {@code target/paa-streams.jar} lies one folder below {@code models}' parent. */
  private static Path besideTheJar() {
    try {
      Path code =
          Path.of(ShippedModels.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.resolveSibling("../models").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the code's own location is no path", e);
    }
  }
}
