package io.paastreams.model.postprocess;

import io.paastreams.model.head.HeadOutput;
import java.util.List;
import java.util.function.Function;

/**
 * Finds candidates in head outputs. There are two implementations, for the two kinds of memory that
 * may hold the outputs. Both find the same candidates and number them in the same way; scores and
 * ranks agree except for the rounding of the exponential.
 */
interface CandidateFinder {

  /**
   * Finds the candidates of a batch, image by image.
   *
   * @param outputs the outputs of the levels, finest first; not closed
   * @param images the geometry of each image of the batch
   * @param deviceFree called once, when the device's part is over and the rest is plain Java
   * @param then the function that is applied to an image's candidates
   * @return the results of {@code then}, one per image
   */
  <T> List<T> find(
      List<HeadOutput> outputs,
      List<ImageGeometry> images,
      Runnable deviceFree,
      Function<Candidates, T> then);
}
