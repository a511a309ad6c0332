package io.paastreams.cli;

import io.paastreams.dataset.PictureSource;
import io.paastreams.detection.Detection;
import io.paastreams.detection.Profile;
import io.paastreams.evaluation.CocoMetrics;
import io.paastreams.evaluation.Evaluation;
import io.paastreams.evaluation.EvaluationReport;
import io.paastreams.evaluation.ObjectFreeCrops;
import io.paastreams.evaluation.Predictor;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.JpegDecode;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.ScoringOptions;
import io.paastreams.model.Model;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code evaluate}: COCO's figures of a model on annotated pictures. */
@Command(
    name = "evaluate",
    description = {
      "Judge a model by annotated pictures: COCO AP, AP50, AP75, by size and by class, recall,"
          + " false alarms.",
      "Annotations are COCO JSON, of picture files (--images) or of clips (--clips)."
    })
final class EvaluateCommand implements Runnable {

  /** Score from which a detection is an alarm. */
  private static final double ALARM = 0.5;

  /** Which score voting is judged. */
  enum Voting {
    ON,
    OFF,
    BOTH
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "Model folder, or an mmdetection PAA checkpoint (.pth).")
  private Path modelPath;

  @Option(
      names = "--annotations",
      required = true,
      paramLabel = "FILE",
      description = "COCO annotations.")
  private Path annotations;

  @Mixin private DataOptions dataOptions;

  @Option(
      names = "--frame-step",
      paramLabel = "N",
      defaultValue = "1",
      description = "Use every Nth frame of a clip. Default: ${DEFAULT-VALUE}, all.")
  private int frameStep;

  @Option(
      names = "--score-voting",
      paramLabel = "on|off|both",
      description = "Refine boxes by score voting. Default: the model's own.")
  private @Nullable Voting voting;

  @Option(
      names = "--profile",
      paramLabel = "reference|serving",
      defaultValue = "reference",
      description =
          "reference: all boxes, as published figures are made; serving: what users see, also counted"
              + " as right, wrong class, further boxes of one object, elsewhere and missed. Default:"
              + " ${DEFAULT-VALUE}.")
  private Profile profile;

  @Option(
      names = "--score-threshold",
      paramLabel = "S",
      converter = ScoreThresholdConverter.class,
      description = "Judge detections of a higher score. Default: the profile's.")
  private @Nullable Float scoreThreshold;

  @Option(
      names = "--fit-calibration",
      description =
          "Print the recipe's line serving.calibration that makes scores the frequency of right boxes"
              + " on these pictures; judge it on others.")
  private boolean fitCalibration;

  @Mixin private EngineOptions engine;

  @Mixin private DecodeOptions decode;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "4",
      description = "Pictures at once. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures and the curves there.")
  private @Nullable Path json;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description =
          "Write precision-recall curves, and the worst false alarms and misses as pictures.")
  private @Nullable Path plots;

  @Option(
      names = "--object-free",
      description = "Also count alarms on parts of the pictures that show no object.")
  private boolean objectFree;

  @Override
  public void run() {
    Model model = Models.read(modelPath, spec.commandLine().getErr());
    if (fitCalibration) {
      requireServing();
      model = CalibrationText.uncalibrated(model);
    }
    DataOptions.Data data = dataOptions.open(annotations, frameStep, spec.commandLine().getErr());
    if (!data.dataset().labels().labels().equals(model.labels())) {
      throw new CommandFailedException(
          "%s detects %s, but the annotations name %s: they must be the same classes in the same order"
              .formatted(modelPath, model.labels(), data.dataset().labels().labels()));
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    try {
      boolean own = model.recipe().postprocess().scoreVoting();
      Voting wanted = voting == null ? (own ? Voting.ON : Voting.OFF) : voting;
      if (wanted != Voting.OFF) {
        evaluate("voting", model, data, true, figures);
      }
      if (wanted != Voting.ON) {
        evaluate("noVoting", model, data, false, figures);
      }
      if (json != null) {
        EvaluationReport.writeJson(json, figures);
      }
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  private void evaluate(
      String name,
      Model model,
      DataOptions.Data data,
      boolean scoreVoting,
      Map<String, Object> figures)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DetectorOptions options =
        DetectorOptions.DEFAULT
            .withDevice(engine.device)
            .withPrecision(engine.precision)
            .withScoring(
                new ScoringOptions(
                    profile,
                    scoreThreshold,
                    /* faint= */ true,
                    /* faintThreshold= */ null,
                    scoreVoting));
    try (Detector detector = RunningModel.load(model, options)) {
      Preprocessor preprocessor = RunningModel.preprocessor(model.recipe(), decode.scale);
      Predictor predictor = predictor(detector, preprocessor);
      PictureSource pictures =
          decode.jpegDecode == JpegDecode.FULL
              ? data.source()
              : dataOptions.picturesFor(preprocessor, decode.decoder());
      Evaluation all = Evaluation.run(data.dataset(), pictures, predictor, batch, done -> {});
      ServedReport report = ServedReport.of(all, detector.terms());
      Evaluation evaluation = report.sure();
      CocoMetrics metrics = evaluation.metrics();
      out.printf(
          "%nScore voting %s%s%n%s%n", scoreVoting ? "on" : "off", report.title(), metrics.table());
      out.printf(
          "%.1f ms a picture; %.3f false alarms a picture at a score of %.1f%n",
          1e3 * evaluation.seconds() / data.dataset().samples().size(),
          evaluation.falseAlarms(ALARM),
          ALARM);
      out.println(report.text());
      if (fitCalibration) {
        out.println(CalibrationText.of(all));
      }
      if (objectFree) {
        ObjectFreeCrops.Alarms alarms =
            ObjectFreeCrops.count(data.dataset(), data.source(), predictor, ALARM);
        out.printf(
            "%d alarms on %d parts of pictures that show no object%n",
            alarms.alarms(), alarms.crops());
      }
      if (plots != null) {
        EvaluationReport.writePlots(plots, all, metrics, data.source());
      }
      out.flush();
      figures.put(name, metrics);
      figures.put(name + "Served", report.figures());
    }
  }

  private void requireServing() {
    if (profile != Profile.SERVING) {
      throw new ParameterException(
          spec.commandLine(), "--fit-calibration is for what users see: add --profile serving");
    }
  }

  /** A detector as the metrics see it. */
  static Predictor predictor(Detector detector, Preprocessor preprocessor) {
    return (List<DecodedImage> pictures) -> {
      List<PreparedImage> prepared = pictures.stream().map(preprocessor::prepare).toList();
      List<List<Detection>> detections = detector.detect(prepared);
      return detections;
    };
  }
}
