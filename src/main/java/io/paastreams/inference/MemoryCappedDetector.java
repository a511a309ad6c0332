package io.paastreams.inference;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.torch.NativeHeap;
import java.util.List;

/**
 * Accepts only batches that fit into memory, and returns native memory to the system after each, so
 * that no batch needs more than it would need alone. This costs each batch some time, because its
 * memory has to be allocated again.
 *
 * <p>Threading: like the wrapped detector.
 */
public final class MemoryCappedDetector implements Detector {

  private final Detector detector;
  private final int maxBatch;

  /**
   * Wraps a detector, which is closed with this one.
   *
   * @param maxBatch the maximum number of images in a batch, at least 1
   */
  public MemoryCappedDetector(Detector detector, int maxBatch) {
    this.detector = detector;
    this.maxBatch = maxBatch;
  }

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch) {
    return detect(batch, () -> {});
  }

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch, Runnable deviceFree) {
    try {
      return detector.detect(batch, deviceFree);
    } finally {
      NativeHeap.trim();
    }
  }

  @Override
  public int concurrency() {
    return detector.concurrency();
  }

  @Override
  public int maxBatch() {
    return Math.min(maxBatch, detector.maxBatch());
  }

  @Override
  public LabelMap labels() {
    return detector.labels();
  }

  @Override
  public DetectionTerms terms() {
    return detector.terms();
  }

  @Override
  public ModelIdentity model() {
    return detector.model();
  }

  @Override
  public void close() {
    detector.close();
  }
}
