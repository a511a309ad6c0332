package io.paastreams.dataset;

import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Makes a training picture of annotated ones.
 *
 * <p>Threading: any number of threads at once; all chance comes from the caller's generator, so the
 * same generator state gives the same picture.
 */
public interface Augmenter {

  /**
   * Makes one picture.
   *
   * @param first the sample whose turn it is
   * @param more draws further samples, for compositions
   * @throws IOException if a picture cannot be read
   */
  TrainingImage make(Sample first, Draw more, PictureSource source, SplittableRandom random)
      throws IOException;

  /** Draws a sample at random. */
  interface Draw {
    /** Any sample of the dataset, by the generator. */
    Sample draw(SplittableRandom random);
  }
}
