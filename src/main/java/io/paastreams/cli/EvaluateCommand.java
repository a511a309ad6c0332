package io.paastreams.cli;

import static io.paastreams.cli.table.TextColumns.fixed;

import io.paastreams.cli.table.TextColumns;
import io.paastreams.dataset.AnnotationFaults;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.DatasetImage;
import io.paastreams.dataset.ImageSource;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code evaluate}: computes a model's COCO figures on annotated images. */
@Command(
    name = "evaluate",
    description = {
      "Evaluate a model on annotated images: COCO AP, AP50 and AP75, by size and by class,"
          + " recall, and false alarms. With --tracks, evaluate it together with the tracker on"
          + " annotated videos.",
      "Annotations are COCO JSON, for image files (--images) or for clips (--clips)."
    })
final class EvaluateCommand implements Runnable {

  /** The score from which a detection is an alarm. */
  private static final double ALARM = 0.5;

  /** Whether to evaluate with score voting, without it, or both. */
  enum Voting {
    ON,
    OFF,
    BOTH
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "Model folder, or an mmdetection PAA checkpoint (.pth). Required unless"
              + " --detections is given.")
  private @Nullable Path modelPath;

  @Option(
      names = "--annotations",
      required = true,
      paramLabel = "FILE",
      description = "COCO annotations; with --tracks also a folder in MOT format.")
  private Path annotations;

  @Mixin private TrackOptions tracks;

  @Mixin private DataOptions dataOptions;

  @Mixin private SceneOptions scenes;

  @Option(
      names = "--frame-step",
      paramLabel = "N",
      defaultValue = "1",
      description = "Use every Nth frame of a clip. Default: ${DEFAULT-VALUE} (all frames).")
  private int frameStep;

  @Option(
      names = "--score-voting",
      paramLabel = "on|off|both",
      description = "Refine boxes by score voting. Default: the model's own.")
  private @Nullable Voting voting;

  @Option(
      names = "--profile",
      paramLabel = "reference|serving",
      description =
          "reference: all boxes, as for published figures; serving: what users see, also"
              + " counted as right, wrong class, duplicate on the same object, elsewhere and"
              + " missed."
              + " Default: reference; --tracks always uses serving.")
  private @Nullable Profile profile;

  @Option(
      names = "--score-threshold",
      paramLabel = "S",
      converter = ScoreThresholdConverter.class,
      description =
          "Evaluate only detections with a higher score. Default: the profile's threshold.")
  private @Nullable Float scoreThreshold;

  @Option(
      names = "--fit-calibration",
      description =
          "Print the line serving.calibration for the recipe, which turns scores into the"
              + " frequency of right boxes on these images; evaluate it on others.")
  private boolean fitCalibration;

  @Mixin private EngineOptions engine;

  @Mixin private DecodeOptions decode;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "4",
      description = "Images per batch. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Mixin private JsonOutput json;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description =
          "Write precision-recall curves and images of the worst false alarms and misses.")
  private @Nullable Path plots;

  @Option(
      names = "--object-free",
      description = "Also count alarms on parts of the images that show no object.")
  private boolean objectFree;

  @Override
  public void run() {
    requireSensibleOptions();
    if (tracks.wanted) {
      evaluateTracks();
      return;
    }
    Model model = Models.read(requireModel(), spec.commandLine().getErr());
    if (fitCalibration) {
      requireServing();
      model = CalibrationText.uncalibrated(model);
    }
    DataOptions.Data data =
        dataOptions.open(
            annotations, frameStep, model.labels(), scenes.choice(), spec.commandLine().getErr());
    EvaluationLog log = new EvaluationLog(spec.commandLine().getErr(), System.console() != null);
    Map<String, Object> figures = new LinkedHashMap<>();
    try {
      boolean own = model.recipe().postprocess().scoreVoting();
      Voting wanted = voting == null ? (own ? Voting.ON : Voting.OFF) : voting;
      if (wanted != Voting.OFF) {
        evaluate("voting", model, data, true, figures, log);
      }
      if (wanted != Voting.ON) {
        evaluate("noVoting", model, data, false, figures, log);
      }
      figures.put("data", judged(data, log.unreadable()));
      json.write(spec, figures);
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
    requireReadable(log, data.dataset());
  }

  private void requireReadable(EvaluationLog log, Dataset dataset) {
    if (!log.unreadable().isEmpty() && !dataOptions.lenient) {
      throw new CommandFailedException(
          "%d of %d images could not be read (named above), so the figures describe only the others:"
                  .formatted(log.unreadable().size(), dataset.samples().size())
              + " fix or remove them, or add --lenient");
    }
  }

  private void requireSensibleOptions() {
    boolean ofImages = fitCalibration || objectFree || plots != null;
    String fault =
        frameStep < 1
            ? "--frame-step is " + frameStep + ", allowed: 1 and more"
            : tracks.fault(modelPath != null, profile, ofImages);
    if (fault != null) {
      throw new ParameterException(spec.commandLine(), fault);
    }
  }

  private Path requireModel() {
    if (modelPath == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--model=MODEL'");
    }
    return modelPath;
  }

  private void evaluateTracks() {
    PrintWriter err = spec.commandLine().getErr();
    Path detections = tracks.detections;
    Model model = detections == null ? Models.read(requireModel(), err) : null;
    DataOptions.Videos videos =
        dataOptions.openVideos(annotations, frameStep, tracks, scenes.choice(), model != null, err);
    TracksEvaluation evaluation = new TracksEvaluation(videos, tracks);
    EvaluationLog log = new EvaluationLog(err, System.console() != null);
    try {
      Map<Long, List<Detection>> found =
          model != null
              ? evaluation.detect(
                  model, options(Profile.SERVING, null), decode, dataOptions, batch, log)
              : evaluation.read(Objects.requireNonNull(detections));
      dataOptions.requireSound(tracks.detections, videos.faults(), err);
      json.write(spec, evaluation.judge(found, log.unreadable().size(), json.text(spec)));
    } catch (IOException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
    requireReadable(log, videos.dataset());
  }

  private DetectorOptions options(Profile judged, @Nullable Boolean scoreVoting) {
    return DetectorOptions.DEFAULT
        .withDevice(engine.device)
        .withPrecision(engine.precision)
        .withScoring(
            new ScoringOptions(
                judged,
                scoreThreshold,
                /* faint= */ true,
                /* faintThreshold= */ null,
                scoreVoting));
  }

  /** What the figures describe, for machine-readable output. */
  private static Map<String, Object> judged(DataOptions.Data data, Set<DatasetImage> unreadable) {
    Dataset readable = data.dataset().filter(sample -> !unreadable.contains(sample.image()));
    Map<String, Object> judged = new LinkedHashMap<>();
    judged.put("images", readable.samples().size());
    judged.put("objects", readable.truthCount());
    judged.put("unreadableImages", unreadable.size());
    judged.put("faults", data.faults().counts());
    return judged;
  }

  private void evaluate(
      String name,
      Model model,
      DataOptions.Data data,
      boolean scoreVoting,
      Map<String, Object> figures,
      EvaluationLog log)
      throws IOException {
    PrintWriter out = json.text(spec);
    DetectorOptions options = options(judgedProfile(), scoreVoting);
    try (Detector detector = RunningModel.load(model, options)) {
      Preprocessor preprocessor = RunningModel.preprocessor(model.recipe(), decode.scale);
      Predictor predictor = predictor(detector, preprocessor);
      ImageSource images =
          decode.jpegDecode == JpegDecode.FULL
              ? data.source()
              : dataOptions.imagesFor(preprocessor, decode.decoder());
      log.begin();
      Evaluation all = Evaluation.run(data.dataset(), images, predictor, batch, log);
      if (all.dataset().samples().isEmpty()) {
        throw new CommandFailedException(
            "none of the images of " + annotations + " could be read, for the reasons above");
      }
      ServedReport report = ServedReport.of(all, detector.terms());
      Evaluation evaluation = report.sure();
      CocoMetrics metrics = evaluation.metrics();
      out.printf(
          "%nScore voting %s%s%n%s%n%s",
          scoreVoting ? "on" : "off", report.title(), metrics.summary(), perClass(metrics));
      out.println(extent(evaluation.dataset(), data.faults(), log.unreadable().size()));
      out.printf(
          "%.1f ms per image; %.3f false alarms per image at a score of %.1f%n",
          1e3 * evaluation.seconds() / evaluation.dataset().samples().size(),
          evaluation.falseAlarms(ALARM),
          ALARM);
      out.println(report.text());
      if (fitCalibration) {
        out.println(CalibrationText.of(all));
      }
      if (objectFree) {
        ObjectFreeCrops.Alarms alarms =
            ObjectFreeCrops.count(evaluation.dataset(), data.source(), predictor, ALARM);
        out.printf(
            "%d alarms on %d parts of images that show no object%n",
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

  private Profile judgedProfile() {
    return profile == null ? Profile.REFERENCE : profile;
  }

  private void requireServing() {
    if (judgedProfile() != Profile.SERVING) {
      throw new ParameterException(
          spec.commandLine(), "--fit-calibration applies to what users see: add --profile serving");
    }
  }

  /** What the figures above describe. */
  private static String extent(Dataset judged, AnnotationFaults faults, int unreadable) {
    String text =
        "Evaluated on %d objects in %d images"
            .formatted(judged.truthCount(), judged.samples().size());
    if (unreadable > 0) {
      text += "; " + unreadable + " images could not be read and are left out";
    }
    if (faults.grave()) {
      text += "; REDUCED, because the annotations have faults: " + faults.counts();
    }
    return judged.truthCount() == 0 ? text + "; there is no AP without objects" : text;
  }

  /** Adapts a detector to the metrics' interface. */
  static Predictor predictor(Detector detector, Preprocessor preprocessor) {
    return (List<DecodedImage> images) -> {
      List<PreparedImage> prepared = images.stream().map(preprocessor::prepare).toList();
      List<List<Detection>> detections = detector.detect(prepared);
      return detections;
    };
  }

  private static TextColumns perClass(CocoMetrics metrics) {
    TextColumns table = TextColumns.create().text("class").numbers("objects", "AP", "AP50", "AR");
    for (CocoMetrics.ClassMetrics each : metrics.classes()) {
      table.row(
          each.name(),
          each.objects(),
          fixed(each.ap(), 3),
          fixed(each.ap50(), 3),
          fixed(each.ar(), 3));
    }
    return table;
  }
}
