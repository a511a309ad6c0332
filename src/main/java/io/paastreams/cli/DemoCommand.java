package io.paastreams.cli;

import io.paastreams.cli.demo.Demo;
import io.paastreams.cli.demo.DemoOptions;
import io.paastreams.cli.demo.DemoOptions.Speed;
import io.paastreams.cli.demo.DemoSummary;
import io.paastreams.detection.Profile;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.DetectorOptions.WarmUp;
import io.paastreams.inference.ScoringOptions;
import io.paastreams.model.Model;
import io.paastreams.model.torch.Precision;
import io.paastreams.streams.Guarantee;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: runs everything in one process on real video. */
@Command(
    name = "demo",
    description = {
      "Start a broker, a registry, cameras that play thermal clips, and the pipeline; show"
          + " what happens, and balance the counts at the end.",
      "Exits with 0 only if frames in = detected + skipped + dead-lettered."
    })
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description =
          "How long the cameras play, for example 20s or 5m; 0s plays until Ctrl-C. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration duration;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "4",
      description = "Number of cameras. Default: ${DEFAULT-VALUE}.")
  private int cameras;

  @Option(
      names = "--speed",
      paramLabel = "realtime|max",
      defaultValue = "realtime",
      description =
          "realtime plays 30 frames per second and skips a waiting frame when a newer one"
              + " arrives; max plays as fast as the pipeline detects. Default: ${DEFAULT-VALUE}.")
  private Speed speed;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Model folder or .pth checkpoint. Default: the bundled model.")
  private @Nullable Path model;

  @Option(
      names = "--profile",
      paramLabel = "serving|reference",
      descriptionKey = "model.profile",
      description =
          "serving: one box per object; reference: all boxes that the reference returns. Default:"
              + " ${DEFAULT-VALUE}.")
  private Profile profile;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "auto",
      description =
          "Precision of the forward pass: float32, bfloat16, int8 if the model has ranges, or"
              + " auto for the fastest on this machine that finds as much as float32. Default:"
              + " ${DEFAULT-VALUE}.")
  private Precision precision;

  @Option(
      names = "--latency-target",
      paramLabel = "TIME",
      descriptionKey = "batch.latencyTarget",
      converter = DurationConverter.class,
      description =
          "Choose the batch size for this target time from a frame's decoding to its"
              + " detections; 0s for no target. Default: ${DEFAULT-VALUE}.")
  private Duration latencyTarget;

  @Option(
      names = "--exactly-once",
      description = "Run the pipeline under exactly-once instead of at-least-once.")
  private boolean exactlyOnce;

  @Option(
      names = "--page",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Serve the live page, or do not. Default: it is served.")
  private boolean page;

  @Option(
      names = "--headless",
      description = "Print plain lines, as for logs, instead of redrawing one.")
  private boolean headless;

  @Mixin private TorchOption torch;

  @Mixin private JsonOutput json;

  @Override
  public Integer call() throws InterruptedException {
    if (cameras < 1 || cameras > 64) {
      throw new ParameterException(
          spec.commandLine(), "--cameras must be in 1..64, not " + cameras);
    }
    PrintWriter out = json.text(spec);
    Model model =
        Models.read(
            this.model == null ? ShippedModels.demo() : this.model, spec.commandLine().getErr());
    if (model.recipe().name().equals(ShippedModels.SYNTHETIC)) {
      out.println(
          "The model "
              + ShippedModels.SYNTHETIC
              + " has random weights: its boxes mean nothing and only show that data flows.");
      out.flush();
    }
    DemoSummary summary;
    try (Interruption interruption = Interruption.handle()) {
      summary = demo(model, out).run(interruption.requested());
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
    out.println();
    out.print(summary.toText());
    out.flush();
    json.write(spec, summary);
    return summary.balanced() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Demo demo(Model shown, PrintWriter out) {
    Preprocessor preprocessor = RunningModel.preprocessor(shown.recipe(), null);
    return new Demo(
        new DemoOptions(
            cameras,
            duration,
            speed,
            exactlyOnce ? Guarantee.EXACTLY_ONCE : Guarantee.AT_LEAST_ONCE,
            latencyTarget,
            page),
        () ->
            RunningModel.load(
                shown,
                DetectorOptions.DEFAULT
                    .withScoring(ScoringOptions.SERVING.withProfile(profile).withFaint(true))
                    .withPrecision(precision)
                    .withWarmUps(List.of(new WarmUp(preprocessor.inputSize(Demo.FRAME_SIZE), 1)))),
        preprocessor,
        shown.recipe().name(),
        shown.labels(),
        out,
        !headless && System.console() != null);
  }
}
