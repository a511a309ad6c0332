package io.paastreams.dataset;

import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Makes training images from annotated ones.
 *
 * <p>Threading: safe; all randomness comes from the caller's generator, so the same generator state
 * gives the same image.
 */
public interface Augmenter {

  /**
   * Makes one image.
   *
   * @param first the sample whose turn it is
   * @param more draws further samples for compositions
   * @throws IOException if an image cannot be read
   */
  TrainingImage make(Sample first, Draw more, ImageSource source, SplittableRandom random)
      throws IOException;

  /** Draws a sample at random. */
  interface Draw {
    /** Returns a random sample of the dataset. */
    Sample draw(SplittableRandom random);
  }
}
