package io.paastreams.model.postprocess;

import io.paastreams.model.box.DescendingScores;
import io.paastreams.model.box.Overlaps;
import java.util.Arrays;

/**
 * Reduces the reference's detections to those that users get: one box per object.
 *
 * <p>The reference keeps what may raise average precision: several boxes of one object if they
 * overlap by less than 0.6, one for each class that it may be, and everything down to a score of
 * 0.05. Here a box is dropped if a better one overlaps it, lies mostly inside it, or encloses it.
 * This happens after score voting, on final boxes, so what is served is a subset of what the
 * reference finds, with the same coordinates.
 *
 * <p>The cost is the number of detections times that of kept detections, with at most as many as
 * the reference keeps. Immutable.
 */
public final class ServingFilter {

  /** Rounding may bring the inverse of a threshold above it. */
  private static final float ROUNDING = 1e-4f;

  private final ServingConfig config;

  /** Creates a filter. */
  public ServingFilter(ServingConfig config) {
    this.config = config;
  }

  /** No detection whose network score is at most this is served. */
  public float leastScore() {
    return Math.max(0, config.calibration().score(config.faintThreshold()) - ROUNDING);
  }

  /**
   * Chooses among the detections of one image.
   *
   * @param detections the detections in any order; not changed
   * @return the chosen detections by descending calibrated score, faint ones last; equal scores
   *     keep their order
   */
  public Detections apply(Detections detections) {
    int[] kept = new int[detections.size()];
    int count = 0;
    DescendingScores ranking = new DescendingScores(detections.scores(), detections.size());
    while (ranking.hasNext() && count != config.maxDetections()) {
      int index = ranking.next();
      if (!(calibrated(detections, index) > config.faintThreshold())) {
        break;
      }
      if (!isSuppressed(detections, index, kept, count)) {
        kept[count++] = index;
      }
    }
    return select(detections, Arrays.copyOf(kept, count));
  }

  private boolean isSuppressed(Detections detections, int index, int[] kept, int count) {
    float[] boxes = detections.boxes();
    for (int k = 0; k < count; k++) {
      int better = kept[k];
      if ((config.acrossClasses() || detections.labels()[better] == detections.labels()[index])
          && (Overlaps.iou(boxes, 4 * index, boxes, 4 * better) > config.nmsIou()
              || isContained(boxes, 4 * index, 4 * better))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the shared area is a large enough part of the smaller box, whichever that is; a box
   * around a better one is dropped as well.
   */
  private boolean isContained(float[] boxes, int box, int better) {
    return config.containment() > 0
        && Math.max(
                Overlaps.iof(boxes, box, boxes, better), Overlaps.iof(boxes, better, boxes, box))
            >= config.containment();
  }

  private float calibrated(Detections detections, int index) {
    return config.calibration().calibrated(detections.scores()[index]);
  }

  private Detections select(Detections detections, int[] indices) {
    Detections result =
        new Detections(
            new float[4 * indices.length], new float[indices.length], new int[indices.length]);
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(detections.boxes(), 4 * indices[i], result.boxes(), 4 * i, 4);
      result.scores()[i] = calibrated(detections, indices[i]);
      result.labels()[i] = detections.labels()[indices[i]];
    }
    return result;
  }
}
