package io.paastreams.training;

import io.paastreams.detection.LabelMap;
import io.paastreams.model.Recipe;
import io.paastreams.model.StateDict;
import io.paastreams.model.torch.TorchDevice;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One run of training.
 *
 * @param recipe the model's recipe
 * @param labels the names of its classes
 * @param training how it is trained
 * @param initial the weights to start from; null for random ones
 * @param backbone the weights of only a backbone to start from, as the published recipes do with
 *     one trained on ImageNet; the rest starts at random. Null for none, or if {@code initial} is
 *     given
 * @param device the device that computes: {@code cpu}, {@code gpu:N}, or {@code auto}
 * @param out the folder for checkpoints, curves and the model; a run whose folder contains a
 *     checkpoint continues from it
 * @param seed the seed of weights, order and augmentation
 * @param loaderThreads the number of threads that make images
 * @param checkpointEvery the number of steps between checkpoints
 * @param validateEvery the number of steps between validations
 * @param stopAfter the total number of steps after which the run ends, resumably; 0 for the
 *     schedule's end
 */
public record TrainingPlan(
    Recipe recipe,
    LabelMap labels,
    TrainingRecipe training,
    @Nullable StateDict initial,
    @Nullable StateDict backbone,
    String device,
    Path out,
    int seed,
    int loaderThreads,
    long checkpointEvery,
    long validateEvery,
    long stopAfter) {

  public TrainingPlan {
    TorchDevice.requireValid(device);
    if (initial != null && backbone != null) {
      throw new IllegalArgumentException(
          "a run starts from a complete model or a backbone," + " not both");
    }
    if (loaderThreads < 1 || checkpointEvery < 1 || validateEvery < 1 || stopAfter < 0) {
      throw new IllegalArgumentException(
          "a plan needs at least 1 loader thread, and at least 1 step between checkpoints and"
              + " validations, not %d, %d, %d"
                  .formatted(loaderThreads, checkpointEvery, validateEvery));
    }
  }
}
