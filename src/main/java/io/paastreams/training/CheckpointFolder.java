package io.paastreams.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paastreams.model.ModelFolder.WeightFormat;
import io.paastreams.model.Safetensors;
import io.paastreams.model.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checkpoints of one run: folders {@code step-NNNNNNNN} with all tensors and the progress.
 *
 * <p>A checkpoint is written under another name and renamed when it is complete, and only then are
 * older ones removed: whatever happens in between, the last complete one still exists. Two are
 * kept, so that a diverging run still has an earlier one.
 */
final class CheckpointFolder {

  private static final String PREFIX = "step-";
  private static final String PARTIAL = ".partial";
  private static final String TENSORS = "state.safetensors";
  private static final String PROGRESS = "progress.json";
  private static final int KEPT = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The state of training.
   *
   * @param step the number of steps done
   * @param seed the seed of the run, which together with the step is the whole random state
   * @param best the best validation so far; NaN if there was none
   * @param tensors the weights, the averages and the optimizer's state by prefixed name
   */
  record Checkpoint(long step, int seed, double best, StateDict tensors) {}

  Path write(Checkpoint checkpoint) throws IOException {
    Path partial = folder.resolve(PARTIAL);
    delete(partial);
    Files.createDirectories(partial);
    Safetensors.write(partial.resolve(TENSORS), checkpoint.tensors(), WeightFormat.FLOAT32);
    ObjectNode progress = JSON.createObjectNode();
    progress.put("step", checkpoint.step()).put("seed", checkpoint.seed());
    if (!Double.isNaN(checkpoint.best())) {
      progress.put("best", checkpoint.best());
    }
    Files.writeString(partial.resolve(PROGRESS), progress.toPrettyString());
    Path complete = folder.resolve("%s%08d".formatted(PREFIX, checkpoint.step()));
    delete(complete);
    Files.move(partial, complete, StandardCopyOption.ATOMIC_MOVE);
    List<Path> all = list();
    for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
      delete(old);
    }
    return complete;
  }

  /** The folder of the newest complete checkpoint. */
  Optional<Path> newest() throws IOException {
    List<Path> all = list();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  static Checkpoint read(Path checkpoint) throws IOException {
    JsonNode progress = JSON.readTree(Files.readString(checkpoint.resolve(PROGRESS)));
    if (!progress.path("step").isIntegralNumber() || !progress.path("seed").isInt()) {
      throw new IOException(
          checkpoint.resolve(PROGRESS)
              + " lacks step or seed: remove this checkpoint to continue from the one before");
    }
    return new Checkpoint(
        progress.get("step").asLong(),
        progress.get("seed").asInt(),
        progress.path("best").asDouble(Double.NaN),
        Safetensors.read(checkpoint.resolve(TENSORS)));
  }

  private List<Path> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
          .sorted()
          .toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }
}
