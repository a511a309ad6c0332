package io.paastreams.checkpoint;

import io.paastreams.checkpoint.ImportReport.Decision;
import io.paastreams.checkpoint.ImportReport.Ignored;
import io.paastreams.checkpoint.ImportReport.Mapped;
import io.paastreams.checkpoint.RecipeDerivation.Normalization;
import io.paastreams.model.FileHash;
import io.paastreams.model.Model;
import io.paastreams.model.ParameterTable;
import io.paastreams.model.Recipe;
import io.paastreams.model.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Converts an mmdetection PAA checkpoint (2.x or 3.x; both formats of {@code torch.save}) to a
 * model.
 *
 * <p>The network is recognised by the names and shapes of the tensors; then every tensor must be
 * one of that network's weights, and every weight must be present: nothing is left over or made up.
 * The model uses the reference's names, which are the checkpoint's own without wrappers' prefixes.
 */
public final class PaaImporter {

  private static final String PREPROCESSOR = "data_preprocessor.";

  private PaaImporter() {}

  /**
   * Reads a checkpoint. It is untrusted input: nothing in it is executed.
   *
   * @throws CheckpointException if it is not a checkpoint, is damaged, contains anything but plain
   *     data, or is not a PAA detector that this project can build; the message says which and
   *     names the remedy
   * @throws IOException if the file cannot be read
   */
  public static ImportedModel read(Path file, ImportOptions options) throws IOException {
    try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file)) {
      return read(checkpoint, options);
    } catch (Refusal refusal) {
      throw TorchCheckpoint.refused(file, refusal);
    }
  }

  private static ImportedModel read(TorchCheckpoint checkpoint, ImportOptions options)
      throws IOException {
    NamedTensors named = NamedTensors.of(checkpoint.root(), options.weights(), options.prefix());
    Map<String, TorchTensor> tensors = new LinkedHashMap<>(named.tensors());
    ConfigText text = ConfigText.of(named.meta());
    text.demandPaa();
    PaaShape shape = PaaShape.of(tensors);
    RecipeDerivation derivation = new RecipeDerivation(text);
    Normalization normalization =
        new Normalization(
            takeTriple(checkpoint, tensors, "mean"), takeTriple(checkpoint, tensors, "std"));
    Recipe recipe = recipe(derivation, shape, checkpoint.file(), options, normalization);
    Labels labels = Labels.of(named.meta(), shape.classes());

    StateDict weights =
        WeightReader.read(checkpoint, tensors, ParameterTable.of(recipe, shape.classes()));
    String sha256 = FileHash.sha256(checkpoint.file());
    List<Decision> decisions = new ArrayList<>(derivation.decisions());
    decisions.add(
        new Decision(
            "labels", String.valueOf(labels.names().size()), labels.from(), labels.assumed()));
    ImportReport report =
        new ImportReport(
            checkpoint.file().getFileName() + " (SHA-256 " + sha256 + ")",
            decisions,
            mapped(tensors, named.prefix()),
            ignored(named, normalization),
            List.copyOf(checkpoint.foreign()),
            notes(named, text));
    return new ImportedModel(new Model(recipe, labels.names(), weights, sha256), report);
  }

  private static List<String> notes(NamedTensors named, ConfigText text) {
    List<String> notes = new ArrayList<>(text.notes());
    for (String key : named.otherWeights()) {
      notes.add(
          "It also has weights under '%s', which --weights %s takes instead%s"
              .formatted(
                  key,
                  key,
                  key.equals("ema_state_dict")
                      ? ": mmengine keeps the averaged weights in state_dict and those of the last step there"
                      : ""));
    }
    return notes;
  }

  private static Recipe recipe(
      RecipeDerivation derivation,
      PaaShape shape,
      Path file,
      ImportOptions options,
      Normalization normalization) {
    String name = options.name().orElseGet(() -> nameOf(file));
    try {
      return derivation.derive(shape, name, options, normalization);
    } catch (IllegalArgumentException e) {
      throw Refusal.unsupported("describes a detector that cannot be built: " + e.getMessage());
    }
  }

  /** The file's name without its extension, in the letters that a model's name may have. */
  private static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.(pth|pt|bin)$", "");
    String clean = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return clean.isEmpty() ? "paa" : clean.substring(0, Math.min(clean.length(), 100));
  }

  private static Optional<List<Float>> takeTriple(
      TorchCheckpoint checkpoint, Map<String, TorchTensor> tensors, String name)
      throws IOException {
    TorchTensor tensor = tensors.get(PREPROCESSOR + name);
    if (tensor == null || tensor.elements() != 3) {
      return Optional.empty();
    }
    tensors.remove(PREPROCESSOR + name);
    List<Float> values = new ArrayList<>();
    checkpoint.read(tensor, (i, value) -> values.add((float) value));
    return Optional.of(values);
  }

  private static List<Mapped> mapped(Map<String, TorchTensor> tensors, String prefix) {
    List<Mapped> mapped = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          String type = tensor.storage().type().name().toLowerCase(Locale.ROOT);
          mapped.add(new Mapped(prefix + name, type + " " + Arrays.toString(tensor.shape()), name));
        });
    return mapped;
  }

  private static List<Ignored> ignored(NamedTensors named, Normalization normalization) {
    List<Ignored> ignored = new ArrayList<>(named.ignored());
    normalization.mean().ifPresent(m -> ignored.add(inRecipe("mean", "input.mean")));
    normalization.std().ifPresent(s -> ignored.add(inRecipe("std", "input.std")));
    return ignored;
  }

  private static Ignored inRecipe(String name, String key) {
    return new Ignored(PREPROCESSOR + name, "now the recipe's " + key);
  }
}
