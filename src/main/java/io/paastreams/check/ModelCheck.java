package io.paastreams.check;

import io.paastreams.model.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Checks whether the model is valid. */
final class ModelCheck implements Check {

  private final Path path;
  private final Supplier<Model> model;

  ModelCheck(Path path, Supplier<Model> model) {
    this.path = path;
    this.model = model;
  }

  @Override
  public String subject() {
    return "model " + path;
  }

  @Override
  public List<Finding> run() {
    Model read = model.get();
    return List.of(
        Finding.ok(
            subject(),
            "%s, %d classes, weights' SHA-256 %s"
                .formatted(read.recipe().name(), read.labels().size(), read.sha256())));
  }
}
