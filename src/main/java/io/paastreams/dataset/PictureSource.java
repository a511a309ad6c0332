package io.paastreams.dataset;

import java.io.IOException;

/**
 * Gives the pixels of a dataset's pictures.
 *
 * <p>Threading: any number of threads at once.
 */
public interface PictureSource {

  /**
   * Reads one picture.
   *
   * @throws IOException if it is missing or damaged; the message names it
   */
  Pixels read(Picture picture) throws IOException;
}
