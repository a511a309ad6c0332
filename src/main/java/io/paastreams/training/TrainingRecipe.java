package io.paastreams.training;

import io.paastreams.dataset.StrongAugmentation;
import io.paastreams.training.loss.LossConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained: the page {@code training.yaml} beside its recipe.
 *
 * @param batchSize pictures a step (16)
 * @param optimizer what turns gradients into changes
 * @param schedule how long, and the learning rate
 * @param norms which batch normalisations learn
 * @param assignment which anchors learn which object
 * @param loss constants of the losses
 * @param sampling which pictures are shown how often
 * @param augmentation how pictures are varied
 * @param averageDecay share that each step keeps of the moving average of the weights, which is
 *     what is evaluated and exported; 0 exports the last weights
 * @param published figures that the recipe aims at, if there are any
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
   * @param momentum of SGD (0.9)
   * @param weightDecay 1e-4 with SGD, on everything; with AdamW on kernels alone
   * @param maxGradientNorm longer gradients are shortened to it; 0 leaves them
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
   * Length and learning rate.
   *
   * @param epochs passes over the data, or 0 if {@code iterations} says how long
   * @param iterations steps, or 0
   * @param rate base learning rate (0.01 for 16 pictures)
   * @param dropEpochs for STEP: epochs at whose beginning the rate is divided by 10
   * @param decayIterations for TRAPEZOID: length of the fall at the end; else 0
   * @param finalRatio for COSINE and TRAPEZOID: share of the base rate at the end
   * @param warmupIterations of linear warm-up (500)
   * @param warmupRatio share of the rate in the first iteration (0.001)
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

    /** Steps in all, for batches that pass over the data in {@code iterationsPerEpoch} steps. */
    public long totalIterations(long iterationsPerEpoch) {
      return epochs > 0 ? epochs * iterationsPerEpoch : iterations;
    }
  }

  /**
   * Batch normalisation of the backbone.
   *
   * @param trainable whether it uses the batch's statistics, as training from random weights needs;
   *     otherwise the stored ones
   * @param frozenStages the stem and this many stages do not learn at all (1); -1 for none
   */
  public record Norms(boolean trainable, int frozenStages) {}

  /**
   * PAA's assignment.
   *
   * @param minIou smallest IoU of a candidate (0.1)
   * @param candidatesPerLevel smallest losses of an object kept a level (9)
   */
  public record Assignment(float minIou, int candidatesPerLevel) {}

  /**
   * Choice of pictures.
   *
   * @param balanced whether classes and clips are drawn alike, at random; otherwise every picture
   *     with objects comes once an epoch
   * @param distantWeight weight of clips marked distant in a balanced draw; others have 1
   * @param frameStep of a clip every so manieth frame is used (1 for all)
   */
  public record Sampling(boolean balanced, double distantWeight, int frameStep) {

    public Sampling {
      require(distantWeight >= 0, "sampling.distantWeight", distantWeight, "0 or above");
      require(frameStep >= 1, "sampling.frameStep", frameStep, "at least 1");
    }
  }

  /**
   * Variation of pictures: one of the two is given.
   *
   * @param reference resize and mirror, as the published models were trained
   * @param strong for small data
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
   * @param longSide of the resized picture, at most (1333)
   * @param minShortSide the short side's limit is drawn from here (800) ...
   * @param maxShortSide ... to here (800)
   * @param flip probability of mirroring left to right (0.5)
   */
  public record ReferenceAugmentation(
      int longSide, int minShortSide, int maxShortSide, double flip) {}

  /**
   * Published results on COCO val2017.
   *
   * @param boxApVoting box AP with score voting, in percent
   * @param boxAp without; null where none is published
   * @param memoryGb a GPU in training; null where none is published
   * @param checkpoint file name of the official weights
   */
  public record Published(
      double boxApVoting, @Nullable Double boxAp, @Nullable Double memoryGb, String checkpoint) {}

  private static void require(boolean holds, String key, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(key + " = " + value + " must be " + allowed);
    }
  }
}
