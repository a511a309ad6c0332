package io.paastreams.inference;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.image.PreparedImage;
import java.util.List;

/**
 * Finds objects in batches of pictures.
 *
 * <p>Threading: {@link #detect} is called by one thread at a time; the other methods by any.
 */
public interface Detector extends AutoCloseable {

  /**
   * Detects objects in pictures of one padded size.
   *
   * @param batch at least one picture; all have the same {@link PreparedImage#padded()}
   * @return one list a picture, in the order of {@code batch}; boxes in original pixels
   * @throws RuntimeException if the batch cannot be computed; the caller may retry with fewer
   *     pictures
   */
  List<List<Detection>> detect(List<PreparedImage> batch);

  /** Names of the classes that {@link Detection#classId()} counts. */
  LabelMap labels();

  /** Which model this is, for lineage. */
  ModelIdentity model();

  @Override
  void close();
}
