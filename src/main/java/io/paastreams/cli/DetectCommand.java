package io.paastreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.Profile;
import io.paastreams.image.Annotation;
import io.paastreams.image.Annotator;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.ImageDecoder;
import io.paastreams.image.ImageEncoder;
import io.paastreams.image.ImageException;
import io.paastreams.image.RgbImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code detect}: detects objects in image files. */
@Command(
    name = "detect",
    description = {
      "Detect objects in images. Boxes are [x1, y1, x2, y2] in the images' own pixels.",
      "Exits with 1 if an image could not be read; the others are still processed."
    })
final class DetectCommand implements Callable<Integer> {

  /** How detections are written. */
  enum Format {
    JSON,
    TABLE
  }

  /** The threshold for drawing the reference's boxes, because all of them would hide the image. */
  private static final float DRAWN_OF_REFERENCE = 0.3f;

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions modelOptions;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "JPEG or PNG files.")
  private List<Path> images;

  @Option(
      names = "--format",
      paramLabel = "json|table",
      defaultValue = "json",
      description = "Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "File for the result. Default: standard output.")
  private @Nullable Path out;

  @Option(
      names = "--draw",
      paramLabel = "DIR",
      description = "Folder for the images with their boxes, as PNG.")
  private @Nullable Path draw;

  @Option(
      names = "--draw-threshold",
      paramLabel = "S",
      converter = ScoreThresholdConverter.class,
      description =
          "Draw only detections with a higher score. Default: all with the profile serving,"
              + " those above 0.3 with reference.")
  private @Nullable Float drawThreshold;

  @Override
  public Integer call() throws IOException {
    List<DetectedImage> detected = new ArrayList<>();
    Map<Path, String> refused = new LinkedHashMap<>();
    ImageDecoder decoder = modelOptions.decode.decoder();
    try (RunningModel model = RunningModel.start(modelOptions, spec.commandLine().getErr())) {
      for (Path image : images) {
        try {
          detected.add(detect(image, decoder, model));
        } catch (ImageException | IOException e) {
          refused.put(image, Failures.message(e));
        }
      }
    }
    print(detected);
    PrintWriter err = spec.commandLine().getErr();
    refused.forEach((image, reason) -> err.println(image + ": " + reason));
    return refused.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private DetectedImage detect(Path file, ImageDecoder decoder, RunningModel model)
      throws IOException, ImageException {
    byte[] bytes = Files.readAllBytes(file);
    DecodedImage image = decoder.decodeFor(bytes, model.preprocessor());
    List<Detection> detections = model.detect(image);
    if (draw != null) {
      drawInto(draw, file, decoder.decode(bytes), detections, model);
    }
    return DetectedImage.of(
        file.toString(), image.original(), model.terms(), detections, model.labels());
  }

  private void drawInto(
      Path folder, Path file, RgbImage image, List<Detection> detections, RunningModel model)
      throws IOException {
    float threshold = drawThreshold(model.terms());
    LabelMap labels = model.labels();
    List<Annotation> annotations =
        detections.stream()
            .filter(detection -> detection.score() > threshold)
            .map(
                detection ->
                    new Annotation(
                        detection.box(),
                        labels.label(detection.classId()),
                        detection.score(),
                        detection.classId()))
            .toList();
    Files.createDirectories(folder);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "") + ".png";
    Files.write(folder.resolve(name), ImageEncoder.png(Annotator.draw(image, annotations)));
  }

  private float drawThreshold(DetectionTerms terms) {
    if (drawThreshold != null) {
      return drawThreshold;
    }
    return terms.profile() == Profile.REFERENCE ? DRAWN_OF_REFERENCE : 0;
  }

  private void print(List<DetectedImage> detected) throws IOException {
    String text =
        format == Format.TABLE
            ? DetectionTable.of(detected)
            : new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(detected)
                + "\n";
    if (out != null) {
      Files.writeString(out, text);
    } else {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    }
  }
}
