package io.paastreams.inference;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.image.PreparedImage;
import java.util.List;

/**
 * Finds objects in batches of pictures.
 *
 * <p>Threading: {@link #detect} is called by no more than {@link #concurrency} threads at a time,
 * those not counted that have said that their device is free; the other methods by any.
 */
public interface Detector extends AutoCloseable {

  /**
   * Detects objects in pictures of one padded size.
   *
   * @param batch at least one picture; all have the same {@link PreparedImage#padded()}
   * @return one list a picture, in the order of {@code batch}; boxes in original pixels, among them
   *     faint ones if {@link #terms} has a threshold for these
   * @throws RuntimeException if the batch cannot be computed; the caller may retry with fewer
   *     pictures
   */
  List<List<Detection>> detect(List<PreparedImage> batch);

  /**
   * The same for callers that use the device's time to the full.
   *
   * @param deviceFree called, at most once, when the device can take another batch while this one's
   *     results are still being made
   */
  default List<List<Detection>> detect(List<PreparedImage> batch, Runnable deviceFree) {
    return detect(batch);
  }

  /** How many batches can be computed at a time. */
  default int concurrency() {
    return 1;
  }

  /** The most pictures that a batch may have. */
  default int maxBatch() {
    return Integer.MAX_VALUE;
  }

  /** Names of the classes that {@link Detection#classId()} counts. */
  LabelMap labels();

  /** Which boxes it gives, and which of them are faint. */
  default DetectionTerms terms() {
    return DetectionTerms.EVERYTHING;
  }

  /** Which model this is, for lineage. */
  ModelIdentity model();

  @Override
  void close();
}
