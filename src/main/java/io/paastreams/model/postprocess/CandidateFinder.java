package io.paastreams.model.postprocess;

import io.paastreams.model.head.HeadOutput;
import java.util.List;
import java.util.function.Function;

/**
 * Finds candidates in head outputs. Two do, for the two kinds of memory that outputs may lie in;
 * both find the same candidates and number them in the same way, scores and ranks up to the
 * rounding of the exponential.
 */
interface CandidateFinder {

  /**
   * Finds the candidates of a batch, picture by picture.
   *
   * @param outputs a level, finest first; not closed
   * @param pictures one for each picture of the batch
   * @param deviceFree called once, when the device's part is over and the rest is plain Java
   * @param then what becomes of a picture's candidates
   * @return what {@code then} made of them, one a picture
   */
  <T> List<T> find(
      List<HeadOutput> outputs,
      List<ImageGeometry> pictures,
      Runnable deviceFree,
      Function<Candidates, T> then);
}
