package io.paastreams.inference;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.ActivationRanges;
import io.paastreams.model.Model;
import io.paastreams.model.RangeFinder;
import io.paastreams.model.RangeMethod;
import io.paastreams.model.Recipe;
import io.paastreams.model.RoundingProbe;
import io.paastreams.model.torch.Precision;
import io.paastreams.model.torch.TorchRuntime;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Finds the ranges that a model needs for int8 by observing its activations on images. */
public final class RangeCalibration {

  private RangeCalibration() {}

  /**
   * Runs a calibration.
   *
   * @param images the images, which are iterated twice
   * @throws IllegalArgumentException if there are no images
   * @throws InferenceException if the engine fails
   */
  public static ActivationRanges run(
      Model model, Iterable<PreparedImage> images, RangeMethod method) {
    return withoutGradients(model, () -> ranges(model, images, method));
  }

  private static ActivationRanges ranges(
      Model model, Iterable<PreparedImage> images, RangeMethod method) {
    try (RangeFinder finder =
        new RangeFinder(model.recipe(), model.labels().size(), model.weights())) {
      int count = pass(model.recipe().input(), images, finder.manager(), finder::look);
      if (count == 0) {
        throw new IllegalArgumentException("there are no images to calibrate with");
      }
      finder.startCounting();
      pass(model.recipe().input(), images, finder.manager(), finder::count);
      return new ActivationRanges(model.sha256(), method, count, finder.ranges(method), null);
    }
  }

  /**
   * How much rounding at each place alone changes the class logits: the mean change divided by the
   * mean magnitude. Larger is worse.
   *
   * @param model a model with ranges
   * @param images at least one image
   * @throws InferenceException if the engine fails
   */
  public static Map<String, Double> losses(Model model, Iterable<PreparedImage> images) {
    return withoutGradients(
        model,
        () -> {
          try (RoundingProbe probe =
              new RoundingProbe(
                  model.recipe(),
                  model.labels().size(),
                  model.weights(),
                  model.ranges(Precision.INT8))) {
            pass(model.recipe().input(), images, probe.manager(), probe::look);
            return probe.losses();
          }
        });
  }

  private static <T> T withoutGradients(Model model, Supplier<T> computation) {
    TorchRuntime.start();
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return computation.get();
    } catch (EngineException | OutOfMemoryError e) {
      throw NativeFailure.translated(e, "calibration of " + model.recipe().name());
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  private static int pass(
      Recipe.Input recipe,
      Iterable<PreparedImage> images,
      NDManager manager,
      Consumer<NDArray> look) {
    InputBatch input = new InputBatch(recipe, manager);
    int count = 0;
    for (PreparedImage image : images) {
      try (NDManager scope = manager.newSubManager()) {
        look.accept(input.create(List.of(image), scope));
      }
      count++;
    }
    return count;
  }
}
