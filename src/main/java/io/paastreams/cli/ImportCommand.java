package io.paastreams.cli;

import static java.util.stream.Collectors.joining;

import io.paastreams.checkpoint.ImportOptions;
import io.paastreams.checkpoint.ImportReport;
import io.paastreams.checkpoint.ImportedModel;
import io.paastreams.checkpoint.PaaImporter;
import io.paastreams.geometry.Size;
import io.paastreams.model.ActivationRanges;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.ModelFolder.WeightFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: converts an mmdetection checkpoint to a model folder. */
@Command(
    name = "import",
    description = {
      "Convert an mmdetection PAA checkpoint to a model folder: recipe, labels, weights and"
          + " a report that accounts for every tensor.",
      "Depth, widths and the number of classes are read from the tensors; nothing in the"
          + " file is executed."
    })
final class ImportCommand implements Runnable {

  static final String REPORT = "import-report.txt";

  private static final int SHOWN_LABELS = 10;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE.pth", description = "The checkpoint.")
  private Path checkpoint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The model folder to write; an existing model is replaced.")
  private Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the model. Default: the file's name.")
  private @Nullable String name;

  @Option(
      names = "--weights",
      paramLabel = "KEY",
      description =
          "The checkpoint's dict from which to take the weights, for example ema_state_dict."
              + " Default:"
              + " state_dict or model.")
  private @Nullable String weights;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description =
          "If there are several detectors, take the one whose tensors start with this, for"
              + " example teacher. Prefixes of wrappers (module., _orig_mod., model.) are found"
              + " automatically.")
  private @Nullable String prefix;

  @Option(
      names = "--groups",
      paramLabel = "N",
      description =
          "Groups of the head's group normalisation, if the checkpoint does not say."
              + " Default: mmdetection's 32.")
  private @Nullable Integer groups;

  @Option(
      names = "--scale",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Input scale, if the checkpoint does not say. Default: 1333x800.")
  private @Nullable Size scale;

  @Option(
      names = "--half",
      description = "Store the weights as float16: half the size, still computed as float32.")
  private boolean half;

  @Option(
      names = "--calibrate",
      paramLabel = "DIR",
      description =
          "Folder of images like those that the model will see; prepares the model for"
              + " --precision int8, as 'quantize' does.")
  private @Nullable Path calibrate;

  @Mixin private TorchOption torch;

  @Mixin private JsonOutput json;

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
      ImportReport report = imported.report();
      PrintWriter text = json.text(spec);
      text.printf(
          "%s: ResNet-%d, %d classes (%s), %d tensors mapped, none left over; details in %s%n%s",
          out,
          model.recipe().backbone().depth(),
          model.labels().size(),
          shown(model.labels()),
          report.mapped().size(),
          out.resolve(REPORT),
          lines(report.warnings()));
      @Nullable ActivationRanges ranges =
          Quantizing.calibrate(out, calibrate, spec.commandLine().getErr());
      text.print(ranges == null ? "" : Quantizing.report(out, ranges));
      text.flush();
      json.write(spec, figures(out, model, report, report.warnings(), ranges));
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  /**
   * For scripts.
   *
   * @param folder the model folder
   * @param ranges those for int8; null without
   */
  static Map<String, Object> figures(
      Path folder,
      Model model,
      ImportReport report,
      List<String> warnings,
      @Nullable ActivationRanges ranges) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("model", folder.toString());
    figures.put("name", model.recipe().name());
    figures.put("backboneDepth", model.recipe().backbone().depth());
    figures.put("labels", model.labels());
    figures.put("tensorsMapped", report.mapped().size());
    figures.put("checkpointSha256", model.sha256());
    figures.put("report", folder.resolve(REPORT).toString());
    figures.put("warnings", warnings);
    if (ranges != null) {
      figures.put("int8", Quantizing.figures(ranges));
    }
    return figures;
  }

  private static String shown(List<String> labels) {
    int more = labels.size() - SHOWN_LABELS;
    return labels.stream().limit(SHOWN_LABELS).collect(joining(", ")) + (more > 0 ? ", ..." : "");
  }

  /** Joins lines, each with its line end. */
  static String lines(List<String> lines) {
    return lines.stream().map(line -> line + System.lineSeparator()).collect(joining());
  }

  private ImportOptions options() {
    ImportOptions options = ImportOptions.derived();
    if (weights != null) {
      options = options.withWeights(weights);
    }
    if (prefix != null) {
      options = options.withPrefix(prefix);
    }
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
