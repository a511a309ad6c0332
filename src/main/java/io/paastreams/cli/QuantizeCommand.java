package io.paastreams.cli;

import io.paastreams.evaluation.CocoMetrics;
import io.paastreams.evaluation.Evaluation;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.model.ActivationRanges;
import io.paastreams.model.ActivationRanges.Accuracy;
import io.paastreams.model.Model;
import io.paastreams.model.RangeMethod;
import io.paastreams.model.torch.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quantize}: finds the ranges that a model needs for int8. */
@Command(
    name = "quantize",
    description = {
      "Find the ranges that --precision int8 needs, from images like those that the model"
          + " will see, and write them into the model's folder as ranges.yaml. The weights do"
          + " not change.",
      "Images are the files of a folder (--images), or those that COCO annotations name;"
          + " with annotations, the AP is compared with float32's."
    })
final class QuantizeCommand implements Runnable {

  private static final int BATCH = 4;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Model folder. A checkpoint (.pth) becomes one with 'import --calibrate'.")
  private Path modelPath;

  @Option(
      names = "--annotations",
      paramLabel = "FILE",
      description = "COCO annotations of the images. Default: all JPEG and PNG files of --images.")
  private @Nullable Path annotations;

  @Mixin private DataOptions dataOptions;

  @Mixin private TorchOption torch;

  @Option(
      names = "--val",
      paramLabel = "FILE",
      description =
          "COCO annotations to compare the AP on, if not those of --annotations: images that"
              + " were not used for calibration give a better estimate.")
  private @Nullable Path validation;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "Number of images to calibrate with, spread over all. Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--method",
      paramLabel = "M",
      defaultValue = "percentile",
      description =
          "minmax covers all values that occur, percentile all except one in 100,000 at each"
              + " end, mse the range with the smallest squared error. Default: ${DEFAULT-VALUE}.")
  private RangeMethod method;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write a copy of the model with the ranges here instead. Default: the model's own"
              + " folder.")
  private @Nullable Path out;

  @Mixin private JsonOutput json;

  @Override
  public void run() {
    if (frames < 1) {
      throw new ParameterException(
          spec.commandLine(), "--frames " + frames + ": must be at least 1");
    }
    if (annotations == null && dataOptions.images() == null) {
      throw new ParameterException(
          spec.commandLine(), "add --images DIR, or --annotations FILE and its images");
    }
    if (Files.isRegularFile(modelPath)) {
      throw new CommandFailedException(
          modelPath
              + " is a file: 'import FILE --out DIR --calibrate IMAGES' makes a model from it");
    }
    PrintWriter err = spec.commandLine().getErr();
    Model model = Models.read(modelPath, err);
    Preprocessor preprocessor = RunningModel.preprocessor(model.recipe(), null);
    DataOptions.@Nullable Data data =
        annotations == null ? null : dataOptions.open(annotations, 1, model.labels(), err);
    CalibrationImages images =
        data == null
            ? CalibrationImages.ofFolder(dataOptions.requireImages(), frames, preprocessor)
            : CalibrationImages.of(data.dataset().samples(), data.source(), frames, preprocessor);
    ActivationRanges ranges = Quantizing.calibrate(model, images, method);
    DataOptions.@Nullable Data judged =
        validation == null ? data : dataOptions.open(validation, 1, model.labels(), err);
    try {
      if (judged != null) {
        ranges = ranges.withAccuracy(accuracy(model.withRanges(ranges), judged, preprocessor));
      }
      Path folder = out == null ? modelPath : out;
      Quantizing.write(modelPath, folder, ranges);
      Map<String, Double> losses = Quantizing.losses(model.withRanges(ranges), images);
      PrintWriter text = json.text(spec);
      text.print(Quantizing.report(folder, ranges));
      text.print(Quantizing.text(losses));
      text.flush();
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("model", folder.toString());
      figures.putAll(Quantizing.figures(ranges));
      figures.put("largestLosses", losses);
      json.write(spec, figures);
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private Accuracy accuracy(Model model, DataOptions.Data data, Preprocessor preprocessor) {
    CocoMetrics float32 = metrics(model, Precision.FLOAT32, data, preprocessor);
    CocoMetrics int8 = metrics(model, Precision.INT8, data, preprocessor);
    return new Accuracy(
        data.dataset().samples().size(), float32.ap(), int8.ap(), float32.ap50(), int8.ap50());
  }

  private CocoMetrics metrics(
      Model model, Precision precision, DataOptions.Data data, Preprocessor preprocessor) {
    DetectorOptions options = DetectorOptions.DEFAULT.withDevice("cpu").withPrecision(precision);
    EvaluationLog log = new EvaluationLog(spec.commandLine().getErr(), System.console() != null);
    try (Detector detector = RunningModel.load(model, options)) {
      Evaluation evaluation =
          Evaluation.run(
              data.dataset(),
              data.source(),
              EvaluateCommand.predictor(detector, preprocessor),
              BATCH,
              log);
      if (!log.unreadable().isEmpty()) {
        throw new CommandFailedException(
            log.unreadable().size()
                + " images could not be read (named above): fix or remove them");
      }
      return evaluation.metrics();
    }
  }
}
