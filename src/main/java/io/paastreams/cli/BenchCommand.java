package io.paastreams.cli;

import io.paastreams.cli.bench.Bench;
import io.paastreams.cli.bench.BenchOptions;
import io.paastreams.cli.bench.BenchReport;
import io.paastreams.cli.demo.DemoClips;
import io.paastreams.detection.Profile;
import io.paastreams.geometry.Size;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.PreparedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.InferenceException;
import io.paastreams.inference.RangeCalibration;
import io.paastreams.model.Model;
import io.paastreams.model.RangeMethod;
import io.paastreams.model.torch.Precision;
import io.paastreams.streams.Guarantee;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: measures speed, and what the pipeline costs. */
@Command(
    name = "bench",
    description = {
      "Measure the network alone, the detector with its stages, and the pipeline through a"
          + " broker in a process of its own, all in one run, so that the figures can be"
          + " compared.",
      "Other work on the machine affects every figure."
    })
final class BenchCommand implements Runnable {

  private static final int CLIP_FRAMES = 32;
  private static final int EVERY = 9;
  private static final int JPEG_QUALITY = 90;
  private static final int CALIBRATION = 4;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Model folder or .pth checkpoint. Default: the bundled model.")
  private @Nullable Path model;

  @Option(
      names = "--recipe",
      paramLabel = "NAME|PATH",
      description =
          "Instead of --model: a recipe from 'models list', a folder or a recipe.yaml, with"
              + " random weights. Shows the speed of the model, not what it finds.")
  private @Nullable String recipe;

  @Option(
      names = "--torchscript",
      paramLabel = "FILE",
      description =
          "Also time this TorchScript module of the same network, alternating with ours;"
              + " src/jmh/python/freeze_paa.py creates it.")
  private @Nullable Path torchScript;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "JPEG files of one size for the cameras to send. Default: frames of the demo's clips.")
  private @Nullable Path images;

  @Option(
      names = "--frame-size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description =
          "Stretch the images to this size before the cameras send them. Default: unchanged.")
  private @Nullable Size frameSize;

  @Mixin private DecodeOptions decode;

  @Option(
      names = "--parts",
      split = ",",
      paramLabel = "PART",
      description =
          "What to measure: forward, detector, pipeline, latency, overhead, scaling,"
              + " analytics. Default: all.")
  private @Nullable List<Bench.Part> parts;

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2,4,8",
      description =
          "Batch sizes of the forward pass; the pipeline uses the largest. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Integer> batchSizes;

  @Option(
      names = "--precision",
      split = ",",
      paramLabel = "P",
      defaultValue = "float32,bfloat16",
      description =
          "Precisions of the forward pass; the pipeline uses the first. Default:"
              + " ${DEFAULT-VALUE}.")
  private List<Precision> precisions;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      descriptionKey = "model.device",
      description = "cpu, gpu:N or auto. Default: ${DEFAULT-VALUE}.")
  private String device;

  @Mixin private TorchOption torch;

  @Option(
      names = "--profile",
      paramLabel = "serving|reference",
      descriptionKey = "model.profile",
      description =
          "Which boxes the detector and the pipeline return: one per object, or all that the"
              + " reference returns. Default: ${DEFAULT-VALUE}.")
  private Profile profile;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "8",
      description = "Number of cameras. Default: ${DEFAULT-VALUE}.")
  private int cameras;

  @Option(names = "--exactly-once", description = "Run the pipeline under exactly-once.")
  private boolean exactlyOnce;

  @Option(
      names = "--latency-target",
      paramLabel = "TIME",
      descriptionKey = "batch.latencyTarget",
      converter = DurationConverter.class,
      description =
          "Measure the latency with batch sizes chosen for this target; 0s for no target."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration latencyTarget;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long to measure each figure. Default: ${DEFAULT-VALUE}.")
  private Duration duration;

  @Mixin private JsonOutput json;

  @Override
  public void run() {
    if (batchSizes.stream().anyMatch(size -> size < 1)
        || cameras < 1
        || duration.compareTo(Duration.ofMillis(100)) < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--batch and --cameras must be at least 1, and --duration at least 100ms");
    }
    if (model != null && recipe != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--model and --recipe exclude each other, because a model has a recipe");
    }
    if (torchScript != null && !Files.isRegularFile(torchScript)) {
      throw new CommandFailedException(
          "there is no file " + torchScript + ": src/jmh/python/freeze_paa.py creates one");
    }
    Model measured =
        recipe != null
            ? RandomModels.of(recipe)
            : Models.read(
                model == null ? ShippedModels.demo() : model, spec.commandLine().getErr());
    Preprocessor preprocessor = RunningModel.preprocessor(measured.recipe(), decode.scale);
    PrintWriter err = spec.commandLine().getErr();
    try {
      List<byte[]> frames = stretched(images == null ? clipFrames() : files(images));
      BenchOptions options =
          new BenchOptions(
              device,
              profile,
              precisions,
              batchSizes,
              frames,
              sizeOf(frames),
              decode.decoder(),
              cameras,
              exactlyOnce ? Guarantee.EXACTLY_ONCE : Guarantee.AT_LEAST_ONCE,
              latencyTarget,
              duration,
              torchScript,
              recipe != null);
      Model ready = calibrated(measured, frames, preprocessor);
      BenchReport report =
          new Bench(
                  ready,
                  options,
                  preprocessor,
                  () ->
                      RunningModel.load(
                          ready,
                          DetectorOptions.DEFAULT
                              .withScoring(options.scoring())
                              .withDevice(device)
                              .withPrecision(precisions.get(0))),
                  what -> {
                    err.println("measuring " + what);
                    err.flush();
                  })
              .run(wanted());
      json.text(spec).print(report.toText());
      json.text(spec).flush();
      json.write(spec, report);
    } catch (IOException
        | ImageException
        | InferenceException
        | IllegalStateException
        | IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }

  /** Calibrates random weights, for which no ranges can exist. */
  private Model calibrated(Model measured, List<byte[]> frames, Preprocessor preprocessor)
      throws ImageException {
    if (recipe == null || !precisions.contains(Precision.INT8)) {
      return measured;
    }
    List<PreparedImage> images = new ArrayList<>();
    for (byte[] frame : frames.subList(0, Math.min(CALIBRATION, frames.size()))) {
      images.add(
          preprocessor.prepare(ImageDecoder.withDefaultLimits().decodeFor(frame, preprocessor)));
    }
    return measured.withRanges(RangeCalibration.run(measured, images, RangeMethod.PERCENTILE));
  }

  private Set<Bench.Part> wanted() {
    return parts == null || parts.isEmpty()
        ? EnumSet.allOf(Bench.Part.class)
        : EnumSet.copyOf(parts);
  }

  private List<byte[]> stretched(List<byte[]> images) throws ImageException {
    if (frameSize == null) {
      return images;
    }
    ImageDecoder decoder = ImageDecoder.withDefaultLimits();
    List<byte[]> result = new ArrayList<>();
    for (byte[] image : images) {
      result.add(ImageEncoder.jpeg(decoder.decode(image).stretchedTo(frameSize), JPEG_QUALITY));
    }
    return result;
  }

  private static List<byte[]> clipFrames() throws IOException {
    Path folder = Files.createTempDirectory("paa-streams-bench");
    List<byte[]> images = new ArrayList<>();
    try {
      List<Path> clips = DemoClips.extractTo(folder).files();
      for (Path clip : clips) {
        int wanted = images.size() + CLIP_FRAMES / clips.size();
        new ClipFrames()
            .decode(
                clip,
                (index, frame) -> {
                  if (index % EVERY == 0) {
                    images.add(ImageEncoder.jpeg(frame, JPEG_QUALITY));
                  }
                  return images.size() < wanted;
                });
      }
    } finally {
      try (var files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    return images;
  }

  private static List<byte[]> files(Path folder) throws IOException {
    List<byte[]> images = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder, "*.{jpg,jpeg,JPG,JPEG}")) {
      for (Path file : files) {
        images.add(Files.readAllBytes(file));
      }
    }
    if (images.isEmpty()) {
      throw new CommandFailedException("there is no JPEG file in " + folder);
    }
    return images;
  }

  private static Size sizeOf(List<byte[]> images) throws ImageException {
    ImageDecoder decoder = ImageDecoder.withDefaultLimits();
    Size size = decoder.size(images.get(0));
    for (byte[] image : images) {
      if (!decoder.size(image).equals(size)) {
        throw new CommandFailedException(
            "--images has images of %s and %s: all must have the same size"
                .formatted(size, decoder.size(image)));
      }
    }
    return size;
  }
}
