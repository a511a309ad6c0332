package io.paastreams.cli;

import io.paastreams.checkpoint.ImportOptions;
import io.paastreams.checkpoint.ImportedModel;
import io.paastreams.checkpoint.PaaImporter;
import io.paastreams.geometry.Size;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.ModelFolder.WeightFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: an mmdetection checkpoint to a model folder. */
@Command(
    name = "import",
    description = {
      "Turn an mmdetection PAA checkpoint into a model folder: recipe, labels, weights and a report"
          + " that accounts for every tensor.",
      "Depth, widths and the number of classes are read from the tensors; nothing in the file is"
          + " run."
    })
final class ImportCommand implements Runnable {

  static final String REPORT = "import-report.txt";

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE.pth", description = "The checkpoint.")
  private Path checkpoint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The model folder; a model that is there is replaced.")
  private Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the model. Default: the file's.")
  private @Nullable String name;

  @Option(
      names = "--groups",
      paramLabel = "N",
      description = "Groups of the head's group normalisation, where the checkpoint does not say.")
  private @Nullable Integer groups;

  @Option(
      names = "--scale",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Input scale, where the checkpoint does not say. Default: 1333x800.")
  private @Nullable Size scale;

  @Option(
      names = "--half",
      description = "Store the weights as float16: half the size, computed as float32.")
  private boolean half;

  @Override
  public void run() {
    try {
      ImportedModel imported = PaaImporter.read(checkpoint, options());
      Model model = imported.model();
      ModelFolder.write(
          out,
          model.recipe(),
          model.labels(),
          model.weights(),
          half ? WeightFormat.FLOAT16 : WeightFormat.FLOAT32,
          Map.of(REPORT, imported.report().text()));
      spec.commandLine()
          .getOut()
          .printf(
              "%s: ResNet-%d, %d classes, %d tensors mapped, none left over; details in %s%n",
              out,
              model.recipe().backbone().depth(),
              model.labels().size(),
              imported.report().mapped().size(),
              out.resolve(REPORT));
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private ImportOptions options() {
    ImportOptions options = ImportOptions.derived();
    if (name != null) {
      options = options.withName(name);
    }
    if (groups != null) {
      options = options.withGroups(groups);
    }
    if (scale != null) {
      options = options.withScale(scale.width(), scale.height());
    }
    return options;
  }
}
