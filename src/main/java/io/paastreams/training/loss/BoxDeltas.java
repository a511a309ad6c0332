package io.paastreams.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/**
 * Decodes box deltas to boxes like the head's decoding, but with gradients and without clipping.
 */
final class BoxDeltas {

  /** The factor with which deltas have about unit variance. */
  private static final float CENTRE_STD = 0.1f;

  private static final float SIZE_STD = 0.2f;

  /** {@code |ln(16 / 1000)|}, which limits how much a box may grow or shrink. */
  static final double MAX_LOG_RATIO = Math.abs(Math.log(16.0 / 1000));

  private BoxDeltas() {}

  /**
   * Decodes the boxes of some anchors.
   *
   * @param deltas shape (P, 4): dx, dy, dw, dh as in the head's output
   * @param anchors shape (P, 4): x1, y1, x2, y2 in pixels
   * @return shape (P, 4): x1, y1, x2, y2 in pixels
   */
  static NDArray decode(NDArray deltas, NDArray anchors) {
    NDList d = deltas.split(4, 1);
    NDList a = anchors.split(4, 1);
    NDArray width = a.get(2).sub(a.get(0));
    NDArray height = a.get(3).sub(a.get(1));
    NDArray centreX = shift(d.get(0)).mul(width).add(half(a.get(0).add(a.get(2))));
    NDArray centreY = shift(d.get(1)).mul(height).add(half(a.get(1).add(a.get(3))));
    NDArray halfWidth = half(growth(d.get(2)).mul(width));
    NDArray halfHeight = half(growth(d.get(3)).mul(height));
    return NDArrays.concat(
        new NDList(
            centreX.sub(halfWidth),
            centreY.sub(halfHeight),
            centreX.add(halfWidth),
            centreY.add(halfHeight)),
        1);
  }

  private static NDArray half(NDArray x) {
    return Constants.times(x, 0.5f);
  }

  private static NDArray shift(NDArray delta) {
    return Constants.times(delta, CENTRE_STD);
  }

  private static NDArray growth(NDArray delta) {
    return Constants.times(delta, SIZE_STD).clip(-MAX_LOG_RATIO, MAX_LOG_RATIO).exp();
  }
}
