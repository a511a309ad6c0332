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
 * @param recipe of the model
 * @param labels of its classes
 * @param training how it is trained
 * @param initial weights to start from; null for random ones
 * @param backbone weights of a backbone alone to start from, as the published recipes do with one
 *     trained on ImageNet; the rest starts at random. Null if {@code initial} is given or for none
 * @param device that computes: {@code cpu}, {@code gpu:N}, or {@code auto}
 * @param out folder for checkpoints, curves and the model; a run whose folder holds a checkpoint
 *     goes on from it
 * @param seed of weights, order and augmentation
 * @param loaderThreads threads that make pictures
 * @param checkpointEvery steps between checkpoints
 * @param validateEvery steps between validations
 * @param stopAfter the run ends, resumable, when so many steps are done in all; 0 for the
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
      throw new IllegalArgumentException("a run starts from a whole model or a backbone, not both");
    }
    if (loaderThreads < 1 || checkpointEvery < 1 || validateEvery < 1 || stopAfter < 0) {
      throw new IllegalArgumentException(
          "a plan needs at least 1 loader thread, and at least 1 step between checkpoints and"
              + " validations, not %d, %d, %d"
                  .formatted(loaderThreads, checkpointEvery, validateEvery));
    }
  }
}
