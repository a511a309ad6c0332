package io.paastreams.cli;

import io.paastreams.checkpoint.BackboneImporter;
import io.paastreams.checkpoint.ImportedBackbone;
import io.paastreams.dataset.DatasetImage;
import io.paastreams.evaluation.Evaluation;
import io.paastreams.evaluation.EvaluationListener;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.model.Model;
import io.paastreams.model.Recipe;
import io.paastreams.model.RecipeYaml;
import io.paastreams.model.StateDict;
import io.paastreams.training.DivergedException;
import io.paastreams.training.Trainer;
import io.paastreams.training.TrainingData;
import io.paastreams.training.TrainingPlan;
import io.paastreams.training.TrainingRecipe;
import io.paastreams.training.TrainingYaml;
import io.paastreams.training.Validator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code train}: trains a model on annotated images. */
@Command(
    name = "train",
    description = {
      "Train a PAA detector. OUT/model is the result, OUT/best the best model so far by"
          + " validation; OUT/curves.png and .csv show the progress.",
      "If training is stopped at any time, the same command resumes from OUT/checkpoints and"
          + " reaches the same result."
    })
final class TrainCommand implements Runnable {

  private static final int VALIDATION_BATCH = 4;

  @Spec private CommandSpec spec;

  @Option(
      names = "--recipe",
      required = true,
      paramLabel = "DIR",
      description = "Folder with recipe.yaml and training.yaml, for example models/thermal-sky.")
  private Path recipeFolder;

  @Option(
      names = "--train",
      required = true,
      paramLabel = "FILE",
      description = "COCO annotations to learn from.")
  private Path train;

  @Option(
      names = "--val",
      required = true,
      paramLabel = "FILE",
      description = "COCO annotations for validation.")
  private Path validation;

  @Mixin private DataOptions dataOptions;

  @Mixin private SceneOptions scenes;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Results.")
  private Path out;

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description = "Start from this model's weights. Default: random ones.")
  private @Nullable Path init;

  @Option(
      names = "--backbone",
      paramLabel = "FILE.pth",
      description =
          "Start from this backbone, taken from a classifier (torchvision's names) or a"
              + " detector, and the rest at random; the published recipes need one trained on"
              + " ImageNet.")
  private @Nullable Path backbone;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "cpu, gpu:N or auto. Default: ${DEFAULT-VALUE}.")
  private String device;

  @Mixin private TorchOption torch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of weights, order and augmentation. Default: ${DEFAULT-VALUE}.")
  private int seed;

  @Option(
      names = "--loader-threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that prepare images. Default: ${DEFAULT-VALUE}.")
  private int loaderThreads;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "100",
      description = "Steps between checkpoints. Default: ${DEFAULT-VALUE}.")
  private long checkpointEvery;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      defaultValue = "500",
      description = "Steps between validations. Default: ${DEFAULT-VALUE}.")
  private long validateEvery;

  @Option(
      names = "--stop-after",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Stop, resumably, after this total number of steps. Default: the schedule's end.")
  private long stopAfter;

  @Mixin private JsonOutput json;

  @Override
  public void run() {
    try (Interruption interruption = Interruption.handle()) {
      interruptOn(interruption);
      train();
    } catch (IOException | DivergedException e) {
      throw new CommandFailedException(Failures.message(e), e);
    } catch (InterruptedException e) {
      throw new CommandFailedException(
          "stopped; the same command continues from " + out.resolve("checkpoints"), e);
    }
  }

  private void train() throws IOException, InterruptedException {
    if (init != null && backbone != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--init and --backbone exclude each other, because a model has a backbone");
    }
    Recipe recipe =
        RecipeYaml.read(
            Files.readString(recipeFolder.resolve("recipe.yaml")),
            recipeFolder.resolve("recipe.yaml").toString());
    TrainingRecipe training =
        TrainingYaml.read(
            Files.readString(recipeFolder.resolve("training.yaml")),
            recipeFolder.resolve("training.yaml").toString());
    int frameStep = training.sampling().frameStep();
    PrintWriter err = spec.commandLine().getErr();
    DataOptions.Data data = dataOptions.open(train, frameStep, null, scenes.choice(), err);
    if (data.dataset().truthCount() == 0) {
      throw new CommandFailedException(train + " has no objects to learn from");
    }
    List<String> classes = data.dataset().labels().labels();
    DataOptions.Data judged = dataOptions.open(validation, frameStep, classes, err);
    TrainingPlan plan =
        new TrainingPlan(
            recipe,
            data.dataset().labels(),
            training,
            init == null ? null : Models.read(init, spec.commandLine().getErr()).weights(),
            backbone == null ? null : backbone(backbone, recipe),
            device,
            out,
            seed,
            loaderThreads,
            checkpointEvery,
            validateEvery,
            stopAfter);
    TrainingLog log = new TrainingLog(json.text(spec));
    Trainer trainer =
        new Trainer(
            plan,
            TrainingData.of(data.dataset(), data.source(), recipe, training, seed),
            validator(recipe, judged, device, new ValidationLog(err)),
            log);
    var unused = trainer.run();
    json.write(spec, log.figures(out, trainer.steps()));
  }

  private static StateDict backbone(Path file, Recipe recipe) throws IOException {
    ImportedBackbone imported = BackboneImporter.read(file);
    if (!imported.backbone().equals(recipe.backbone())) {
      throw new CommandFailedException(
          "%s is a ResNet-%d of width %d, but the recipe has a ResNet-%d of width %d"
              .formatted(
                  file,
                  imported.backbone().depth(),
                  imported.backbone().baseWidth(),
                  recipe.backbone().depth(),
                  recipe.backbone().baseWidth()));
    }
    return imported.weights();
  }

  /** Computes AP50 over the validation images. */
  private static Validator validator(
      Recipe recipe, DataOptions.Data judged, String device, EvaluationListener log) {
    return (StateDict weights) -> {
      Model model = new Model(recipe, judged.dataset().labels().labels(), weights, "");
      try (Detector detector =
          RunningModel.load(model, DetectorOptions.DEFAULT.withDevice(device))) {
        return Evaluation.run(
                judged.dataset(),
                judged.source(),
                EvaluateCommand.predictor(detector, RunningModel.preprocessor(recipe, null)),
                VALIDATION_BATCH,
                log)
            .metrics()
            .ap50();
      }
    };
  }

  /** Shows no progress of its own, because validation is one step of many. */
  private static final class ValidationLog implements EvaluationListener {

    private final PrintWriter out;
    private final Set<String> told = new HashSet<>();

    ValidationLog(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void done(int images, int total) {}

    @Override
    public void unreadable(DatasetImage image, String reason) {
      if (told.add(reason)) {
        out.println(reason + "; validation leaves it out");
        out.flush();
      }
    }
  }

  private static void interruptOn(Interruption interruption) {
    Thread training = Thread.currentThread();
    Thread watch =
        new Thread(
            () -> {
              try {
                interruption.requested().await();
                training.interrupt();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-training");
    watch.setDaemon(true);
    watch.start();
  }
}
