package io.paastreams.inference;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.image.PreparedImage;
import java.util.List;

/**
 * Finds objects in batches of images.
 *
 * <p>Threading: {@link #detect} is called by no more than {@link #concurrency} threads at a time,
 * not counting those that have reported their device as free; the other methods by any number.
 */
public interface Detector extends AutoCloseable {

  /**
   * Detects objects in images of one padded size.
   *
   * @param batch at least one image; all have the same {@link PreparedImage#padded()}
   * @return one list per image, in the order of {@code batch}; boxes are x1, y1, x2, y2 in pixels
   *     of the original image, and include faint ones if {@link #terms} has a threshold for them
   * @throws RuntimeException if the batch cannot be computed; the caller may retry with fewer
   *     images
   */
  List<List<Detection>> detect(List<PreparedImage> batch);

  /**
   * Detects objects for callers that want to keep the device fully occupied.
   *
   * @param deviceFree called, at most once, when the device can take another batch while this one
   *     is still being post-processed
   */
  default List<List<Detection>> detect(List<PreparedImage> batch, Runnable deviceFree) {
    return detect(batch);
  }

  /** How many batches can be computed at the same time. */
  default int concurrency() {
    return 1;
  }

  /** The maximum number of images in a batch. */
  default int maxBatch() {
    return Integer.MAX_VALUE;
  }

  /** The names of the classes that {@link Detection#classId()} refers to. */
  LabelMap labels();

  /** Which boxes the detector returns, and which of them are faint. */
  default DetectionTerms terms() {
    return DetectionTerms.EVERYTHING;
  }

  /** The identity of the model, for lineage. */
  ModelIdentity model();

  @Override
  void close();
}
