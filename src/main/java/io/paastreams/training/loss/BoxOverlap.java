package io.paastreams.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * The IoU and generalised IoU (Rezatofighi et al., 2019) of pairs of boxes.
 *
 * @param iou shape (P, 1)
 * @param giou shape (P, 1), in [-1, 1]
 */
record BoxOverlap(NDArray iou, NDArray giou) {

  /** The lower bound of areas used as divisors. */
  static final float MIN_AREA = 1e-6f;

  /**
   * Computes overlaps with gradients.
   *
   * @param predicted shape (P, 4), x1, y1, x2, y2 in pixels
   * @param target the same
   */
  static BoxOverlap of(NDArray predicted, NDArray target) {
    NDList p = predicted.split(4, 1);
    NDList t = target.split(4, 1);
    NDArray overlap =
        positive(NDArrays.minimum(p.get(2), t.get(2)).sub(NDArrays.maximum(p.get(0), t.get(0))))
            .mul(
                positive(
                    NDArrays.minimum(p.get(3), t.get(3))
                        .sub(NDArrays.maximum(p.get(1), t.get(1)))));
    NDArray union = Constants.atLeast(area(p).add(area(t)).sub(overlap), MIN_AREA);
    NDArray iou = overlap.div(union);
    NDArray enclosing =
        positive(NDArrays.maximum(p.get(2), t.get(2)).sub(NDArrays.minimum(p.get(0), t.get(0))))
            .mul(
                positive(
                    NDArrays.maximum(p.get(3), t.get(3))
                        .sub(NDArrays.minimum(p.get(1), t.get(1)))));
    NDArray hull = Constants.atLeast(enclosing, MIN_AREA);
    return new BoxOverlap(iou, iou.sub(hull.sub(union).div(hull)));
  }

  /** The GIoU of two boxes in plain Java, for decisions that need no gradient. */
  static double giou(
      double x1, double y1, double x2, double y2, double u1, double v1, double u2, double v2) {
    double overlap =
        Math.max(Math.min(x2, u2) - Math.max(x1, u1), 0)
            * Math.max(Math.min(y2, v2) - Math.max(y1, v1), 0);
    double union = Math.max((x2 - x1) * (y2 - y1) + (u2 - u1) * (v2 - v1) - overlap, MIN_AREA);
    double enclosing =
        Math.max(Math.max(x2, u2) - Math.min(x1, u1), 0)
            * Math.max(Math.max(y2, v2) - Math.min(y1, v1), 0);
    double hull = Math.max(enclosing, MIN_AREA);
    return overlap / union - (hull - union) / hull;
  }

  private static NDArray area(NDList corners) {
    return corners.get(2).sub(corners.get(0)).mul(corners.get(3).sub(corners.get(1)));
  }

  /** Clamps to 0; the gradient at exactly 0 is that of the identity, as in the reference. */
  private static NDArray positive(NDArray lengths) {
    return lengths.clip(0, Float.MAX_VALUE);
  }
}
