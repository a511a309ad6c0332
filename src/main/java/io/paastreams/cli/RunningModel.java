package io.paastreams.cli;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.geometry.Size;
import io.paastreams.image.DecodedImage;
import io.paastreams.image.Preprocessor;
import io.paastreams.inference.Detector;
import io.paastreams.inference.DetectorGroup;
import io.paastreams.inference.DetectorOptions;
import io.paastreams.inference.InferenceException;
import io.paastreams.inference.ScoringOptions;
import io.paastreams.model.Model;
import io.paastreams.model.Recipe;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model in memory, and how images are resized to its scale.
 *
 * <p>Threading: confined to one thread.
 */
final class RunningModel implements AutoCloseable {

  private final Detector detector;
  private final Preprocessor preprocessor;

  private RunningModel(Detector detector, Preprocessor preprocessor) {
    this.detector = detector;
    this.preprocessor = preprocessor;
  }

  /**
   * Reads and loads the model that a user asked for.
   *
   * @param log receives what the importer of a checkpoint had to assume
   * @throws CommandFailedException if it cannot be loaded
   */
  static RunningModel start(ModelOptions options, PrintWriter log) {
    Model model = Models.read(options.model, log);
    DetectorOptions how =
        options(options.engine.device)
            .withPrecision(options.engine.precision)
            .withScoring(ScoringOptions.REFERENCE.withProfile(options.profile))
            .withScoreVoting(options.scoreVoting == null ? null : options.scoreVoting.enabled())
            .withScoreThreshold(options.scoreThreshold);
    return new RunningModel(load(model, how), preprocessor(model.recipe(), options.decode.scale));
  }

  private static DetectorOptions options(String device) {
    try {
      return DetectorOptions.DEFAULT.withDevice(device);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  /**
   * Loads a model, once for each device.
   *
   * @throws CommandFailedException if a device does not exist or the engine fails
   */
  static Detector load(Model model, DetectorOptions options) {
    try {
      return DetectorGroup.load(model, options);
    } catch (IllegalArgumentException | InferenceException e) {
      throw new CommandFailedException(Failures.message(e), e);
    }
  }

  /**
   * Adds warm-up batches on a GPU, because it loads kernels when they are first used, and uses
   * different ones for large and small batches. A CPU has nothing to load, and the batches would
   * take long.
   *
   * @param input the largest input of the network
   * @param largestBatch the maximum number of images in a batch
   * @throws IllegalArgumentException if a device does not exist
   */
  static DetectorOptions warmedUp(DetectorOptions options, Size input, int largestBatch) {
    if (options.chooseDevices().contains("cpu")) {
      return options;
    }
    return options.withWarmUps(
        IntStream.concat(
                IntStream.iterate(1, images -> images < largestBatch, images -> 2 * images),
                IntStream.of(largestBatch))
            .mapToObj(images -> new DetectorOptions.WarmUp(input, images))
            .toList());
  }

  /** A preprocessor that scales as the recipe says, or to the given size if there is one. */
  static Preprocessor preprocessor(Recipe recipe, @Nullable Size scale) {
    Recipe.Input input = recipe.input();
    return scale == null
        ? new Preprocessor(input.maxLongSide(), input.maxShortSide(), input.sizeDivisor())
        : Preprocessor.ofScale(scale, input.sizeDivisor());
  }

  Preprocessor preprocessor() {
    return preprocessor;
  }

  /** Which detections the model returns. */
  DetectionTerms terms() {
    return detector.terms();
  }

  LabelMap labels() {
    return detector.labels();
  }

  /** The detections of one image file, with boxes in its own pixels. */
  List<Detection> detect(DecodedImage image) {
    return detector.detect(List.of(preprocessor.prepare(image))).get(0);
  }

  @Override
  public void close() {
    detector.close();
  }
}
