package io.paastreams.training;

import io.paastreams.dataset.StrongAugmentation;
import io.paastreams.training.loss.LossConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained: the file {@code training.yaml} beside its recipe.
 *
 * @param batchSize the number of images per step (16)
 * @param optimizer what turns gradients into changes
 * @param schedule the length and the learning rate
 * @param norms which batch normalisations learn
 * @param assignment which anchors learn which object
 * @param loss the constants of the losses
 * @param sampling which images are shown how often
 * @param augmentation how images are varied
 * @param averageDecay the share that each step keeps of the moving average of the weights, which is
 *     what is evaluated and exported; 0 exports the last weights
 * @param published the published figures that the recipe aims at, if there are any
 */
public record TrainingRecipe(
    int batchSize,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    Norms norms,
    Assignment assignment,
    LossConfig loss,
    Sampling sampling,
    Augmentation augmentation,
    double averageDecay,
    @Nullable Published published) {

  public TrainingRecipe {
    require(batchSize > 0, "batchSize", batchSize, "at least 1");
    require(averageDecay >= 0 && averageDecay < 1, "averageDecay", averageDecay, "in [0, 1)");
  }

  /**
   * The optimizer.
   *
   * @param momentum the momentum of SGD (0.9)
   * @param weightDecay the weight decay: 1e-4 on everything with SGD, only on kernels with AdamW
   * @param maxGradientNorm the norm to which longer gradients are shortened; 0 leaves them
   *     unchanged
   */
  public record OptimizerConfig(
      Kind kind, float momentum, float weightDecay, double maxGradientNorm) {

    /** Kinds of optimizer. */
    public enum Kind {
      SGD,
      ADAMW
    }
  }

  /**
   * The length of training and its learning rate.
   *
   * @param epochs the number of passes over the data, or 0 if {@code iterations} sets the length
   * @param iterations the number of steps, or 0
   * @param rate the base learning rate (0.01 for 16 images)
   * @param dropEpochs for STEP: the epochs at whose beginning the rate is divided by 10
   * @param decayIterations for TRAPEZOID: the length of the decay at the end; otherwise 0
   * @param finalRatio for COSINE and TRAPEZOID: the share of the base rate at the end
   * @param warmupIterations the length of the linear warm-up (500)
   * @param warmupRatio the share of the rate in the first iteration (0.001)
   */
  public record ScheduleConfig(
      Kind kind,
      int epochs,
      long iterations,
      double rate,
      List<Integer> dropEpochs,
      long decayIterations,
      double finalRatio,
      long warmupIterations,
      double warmupRatio) {

    public ScheduleConfig {
      dropEpochs = List.copyOf(dropEpochs);
      require(rate > 0, "schedule.rate", rate, "above 0");
      require(
          epochs > 0 ^ iterations > 0,
          "schedule.epochs and schedule.iterations",
          epochs + " and " + iterations,
          "one positive, the other 0");
    }

    /** Kinds of schedule. */
    public enum Kind {
      STEP,
      COSINE,
      TRAPEZOID
    }

    /**
     * The total number of steps, for batches that pass over the data in {@code iterationsPerEpoch}
     * steps.
     */
    public long totalIterations(long iterationsPerEpoch) {
      return epochs > 0 ? epochs * iterationsPerEpoch : iterations;
    }
  }

  /**
   * The backbone's batch normalisation.
   *
   * @param trainable whether it uses the batch's statistics, as training from random weights
   *     requires; otherwise it uses the stored ones
   * @param frozenStages the number of stages that, with the stem, do not learn at all (1); -1 for
   *     none
   */
  public record Norms(boolean trainable, int frozenStages) {}

  /**
   * PAA's assignment.
   *
   * @param minIou the smallest IoU of a candidate (0.1)
   * @param candidatesPerLevel how many of an object's smallest losses are kept per level (9)
   */
  public record Assignment(float minIou, int candidatesPerLevel) {}

  /**
   * The choice of images.
   *
   * @param balanced whether classes and clips are drawn at random with equal weights; otherwise
   *     every image with objects is used once per epoch
   * @param distantWeight the weight in a balanced draw of clips marked distant; others have 1
   * @param frameStep the step between the frames of a clip that are used (1 for all)
   */
  public record Sampling(boolean balanced, double distantWeight, int frameStep) {

    public Sampling {
      require(distantWeight >= 0, "sampling.distantWeight", distantWeight, "0 or above");
      require(frameStep >= 1, "sampling.frameStep", frameStep, "at least 1");
    }
  }

  /**
   * The variation of images: one of the two is given.
   *
   * @param reference resizing and mirroring, as for the published models
   * @param strong strong augmentation for small datasets
   */
  public record Augmentation(
      @Nullable ReferenceAugmentation reference, @Nullable StrongAugmentation strong) {

    public Augmentation {
      require(
          (reference == null) != (strong == null),
          "augmentation",
          reference == null ? "neither" : "both",
          "either reference or strong");
    }
  }

  /**
   * The reference's augmentation.
   *
   * @param longSide the limit of the resized image's long side (1333)
   * @param minShortSide the smallest limit of the short side, which is drawn at random (800)
   * @param maxShortSide the largest limit of the short side (800)
   * @param flip the probability of mirroring left to right (0.5)
   */
  public record ReferenceAugmentation(
      int longSide, int minShortSide, int maxShortSide, double flip) {}

  /**
   * Published results on COCO val2017.
   *
   * @param boxApVoting the box AP with score voting, in percent
   * @param boxAp the box AP without score voting; null if it is not published
   * @param memoryGb the memory per GPU in training; null if it is not published
   * @param checkpoint the file name of the official weights
   */
  public record Published(
      double boxApVoting, @Nullable Double boxAp, @Nullable Double memoryGb, String checkpoint) {}

  private static void require(boolean holds, String key, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(key + " = " + value + " must be " + allowed);
    }
  }
}
