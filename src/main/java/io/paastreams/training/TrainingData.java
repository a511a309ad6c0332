package io.paastreams.training;

import io.paastreams.dataset.Augmenter;
import io.paastreams.dataset.BalancedOrder;
import io.paastreams.dataset.Dataset;
import io.paastreams.dataset.EpochOrder;
import io.paastreams.dataset.ImageSource;
import io.paastreams.dataset.MosaicAugmenter;
import io.paastreams.dataset.ReferenceAugmenter;
import io.paastreams.dataset.SampleOrder;
import io.paastreams.dataset.StrongAugmentation;
import io.paastreams.geometry.Size;
import io.paastreams.model.Recipe;

/**
 * The data to train on.
 *
 * @param order the order of the samples
 * @param source the source of the samples' pixels
 * @param augmenter makes training images from samples
 * @param samples the number of samples in one pass over the data
 */
public record TrainingData(
    SampleOrder order, ImageSource source, Augmenter augmenter, long samples) {

  /**
   * Creates the training data that a recipe derives from a dataset.
   *
   * @param dataset the annotated images
   * @param source the source of their pixels
   * @param seed the seed of the order
   */
  public static TrainingData of(
      Dataset dataset, ImageSource source, Recipe recipe, TrainingRecipe training, int seed) {
    Augmenter augmenter = augmenter(recipe, training.augmentation());
    if (training.sampling().balanced()) {
      return new TrainingData(
          new BalancedOrder(dataset, training.sampling().distantWeight()),
          source,
          augmenter,
          dataset.samples().size());
    }
    EpochOrder order =
        new EpochOrder(
            dataset.filter(sample -> !sample.truths().isEmpty()).samples(),
            training.batchSize(),
            seed);
    return new TrainingData(order, source, augmenter, order.samplesPerEpoch());
  }

  private static Augmenter augmenter(Recipe recipe, TrainingRecipe.Augmentation augmentation) {
    StrongAugmentation strong = augmentation.strong();
    TrainingRecipe.ReferenceAugmentation reference = augmentation.reference();
    if (strong != null) {
      Recipe.Input input = recipe.input();
      return new MosaicAugmenter(new Size(input.maxLongSide(), input.maxShortSide()), strong);
    }
    if (reference != null) {
      return new ReferenceAugmenter(
          reference.longSide(),
          reference.minShortSide(),
          reference.maxShortSide(),
          reference.flip());
    }
    throw new IllegalStateException("a recipe has one of the two augmentations");
  }
}
