package io.paastreams.cli;

import io.paastreams.inference.InferenceException;
import io.paastreams.inference.RangeCalibration;
import io.paastreams.model.ActivationRanges;
import io.paastreams.model.ActivationRanges.Accuracy;
import io.paastreams.model.Model;
import io.paastreams.model.ModelFolder;
import io.paastreams.model.RangeMethod;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the commands that prepare a model for int8 share. */
final class Quantizing {

  /** As many images as {@code quantize} uses without --frames. */
  private static final int FRAMES = 64;

  /** The number of images that show which places lose most. */
  private static final int PROBES = 2;

  private static final int SHOWN = 5;

  private Quantizing() {}

  /**
   * Finds ranges.
   *
   * @throws CommandFailedException if the engine fails
   */
  static ActivationRanges calibrate(Model model, CalibrationImages images, RangeMethod method) {
    try {
      return RangeCalibration.run(model, images, method);
    } catch (InferenceException | IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  /**
   * Calibrates a model folder that was just written.
   *
   * @param images a folder of image files; null leaves the model unchanged
   * @param log receives what is unusual about the model
   * @return the ranges; null without images
   */
  static @Nullable ActivationRanges calibrate(Path folder, @Nullable Path images, PrintWriter log)
      throws IOException {
    if (images == null) {
      return null;
    }
    Model model = Models.read(folder, log);
    ActivationRanges ranges =
        calibrate(
            model,
            CalibrationImages.ofFolder(
                images, FRAMES, RunningModel.preprocessor(model.recipe(), null)),
            RangeMethod.PERCENTILE);
    ModelFolder.writeRanges(folder, ranges);
    return ranges;
  }

  /**
   * Writes ranges into a folder, which becomes a copy of the model's folder if it is a different
   * one.
   */
  static void write(Path model, Path folder, ActivationRanges ranges) throws IOException {
    if (!Files.exists(folder) || !Files.isSameFile(model, folder)) {
      ModelFolder.copy(model, folder);
    }
    ModelFolder.writeRanges(folder, ranges);
  }

  /** A report on the ranges. */
  static String report(Path folder, ActivationRanges ranges) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s: ranges of %d places from %d images (%s)",
        folder,
        ranges.byPlace().size(),
        ranges.images(),
        ranges.method().name().toLowerCase(Locale.ROOT));
    Accuracy accuracy = ranges.accuracy();
    if (accuracy != null) {
      line(
          text,
          "AP / AP50 on %d images: float32 %.3f / %.3f, int8 %.3f / %.3f%s",
          accuracy.images(),
          accuracy.float32Ap(),
          accuracy.float32Ap50(),
          accuracy.int8Ap(),
          accuracy.int8Ap50(),
          accuracy.isKept()
              ? ""
              : "; that is worse by more than %s, so --precision auto does not choose int8"
                  .formatted(Accuracy.TOLERANCE));
    }
    return text.toString();
  }

  /** The same for scripts. */
  static Map<String, Object> figures(ActivationRanges ranges) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("places", ranges.byPlace().size());
    figures.put("images", ranges.images());
    figures.put("method", ranges.method().name().toLowerCase(Locale.ROOT));
    Accuracy accuracy = ranges.accuracy();
    if (accuracy != null) {
      figures.put("accuracy", accuracy);
    }
    return figures;
  }

  /**
   * By how much rounding changes the class logits, as a share, at the places where it does most.
   */
  static Map<String, Double> losses(Model model, CalibrationImages images) {
    Map<String, Double> most = new LinkedHashMap<>();
    RangeCalibration.losses(model, images.atMost(PROBES)).entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(SHOWN)
        .forEach(loss -> most.put(loss.getKey(), loss.getValue()));
    return most;
  }

  /** The same for people. */
  static String text(Map<String, Double> losses) {
    return losses.entrySet().stream()
        .map(loss -> String.format(Locale.ROOT, "%s %.2f %%", loss.getKey(), 100 * loss.getValue()))
        .collect(
            Collectors.joining(
                ", ", "rounding changes class logits most at ", System.lineSeparator()));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
