package io.paastreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.paastreams.training.TrainingRecipe.Published;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code models list}: prints the folders of models/ as a table. */
@Command(
    name = "list",
    description = {
      "List the models: network, schedule, published box AP on COCO val2017 with and without"
          + " score voting, training memory, and whether weights are present.",
      "Exits with 1 if a folder is not valid; the others are still listed."
    })
final class ModelsListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Folder of the models. Default: models, here or beside the jar's folder.")
  private @Nullable Path models;

  @Option(names = "--json", description = "Write JSON, with full hashes.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<ModelEntry> entries = new ArrayList<>();
    Map<Path, String> refused = new LinkedHashMap<>();
    for (Path folder : ShippedModels.folders(models)) {
      try {
        entries.add(ModelEntry.read(folder));
      } catch (IOException e) {
        refused.put(folder, Failures.message(e));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(entries) : ModelTable.of(entries));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    refused.forEach((folder, reason) -> err.println(folder + ": " + reason));
    return refused.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /**
   * The output for scripts; unknown values are null.
   *
   * @param schedule the length and kind of training
   * @param apVoting the published box AP in percent with score voting
   * @param ap the published box AP in percent without score voting
   * @param trainingMemoryGb the training memory per GPU
   * @param checkpoint the file name of the published weights
   * @param weightsSha256 the SHA-256 of the weights that are present
   * @param classes the labels of the weights that are present
   */
  record Listed(
      String name,
      String folder,
      int depth,
      int baseWidth,
      @Nullable String schedule,
      @Nullable Double apVoting,
      @Nullable Double ap,
      @Nullable Double trainingMemoryGb,
      @Nullable String checkpoint,
      @Nullable String weightsSha256,
      List<String> classes) {

    static Listed of(ModelEntry entry) {
      Published published = entry.published();
      return new Listed(
          entry.name(),
          entry.folder().toString(),
          entry.recipe().backbone().depth(),
          entry.recipe().backbone().baseWidth(),
          entry.schedule(),
          published == null ? null : published.boxApVoting(),
          published == null ? null : published.boxAp(),
          published == null ? null : published.memoryGb(),
          published == null ? null : published.checkpoint(),
          entry.weightsSha256(),
          entry.labels());
    }
  }

  private static String json(List<ModelEntry> entries) throws IOException {
    return new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(entries.stream().map(Listed::of).toList())
        + "\n";
  }
}
