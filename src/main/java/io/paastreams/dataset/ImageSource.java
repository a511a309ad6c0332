package io.paastreams.dataset;

import java.io.IOException;

/**
 * Provides the pixels of a dataset's images.
 *
 * <p>Threading: safe.
 */
public interface ImageSource {

  /**
   * Reads one image.
   *
   * @throws IOException if it is missing or damaged; the message names it
   */
  Pixels read(DatasetImage image) throws IOException;
}
