package io.paastreams.inference;

import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.torch.NativeHeap;
import java.util.List;

/**
 * Takes batches that fit into memory only, and gives native memory back to the system after each,
 * so that none needs more than it would alone. That costs a batch some time: its memory has to be
 * asked for again.
 *
 * <p>Threading: as the detector behind it.
 */
public final class MemoryCappedDetector implements Detector {

  private final Detector detector;
  private final int maxBatch;

  /**
   * A detector over another one, which is closed with it.
   *
   * @param maxBatch the most pictures in a batch, at least 1
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
