package io.paastreams.inference;

import io.paastreams.detection.Detection;
import io.paastreams.detection.LabelMap;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.NativeHeap;
import java.util.List;

/**
 * Gives native memory back to the system after every batch, so that none needs more than it would
 * alone. Costs a batch some time: its memory has to be asked for again.
 *
 * <p>Threading: as the detector behind it.
 */
public final class ThriftyDetector implements Detector {

  private final Detector detector;

  /** Closed with it. */
  public ThriftyDetector(Detector detector) {
    this.detector = detector;
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
  public LabelMap labels() {
    return detector.labels();
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
