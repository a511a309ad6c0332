package io.paastreams.model.head;

import ai.djl.ndarray.NDArray;

/**
 * The head's output at one pyramid level, before any activation.
 *
 * @param cls class logits (N, classes, H, W)
 * @param reg box deltas dx, dy, dw, dh in units of the coder's deviations (N, 4, H, W)
 * @param iou logit of the predicted IoU of the box with its object (N, 1, H, W)
 */
public record HeadOutput(NDArray cls, NDArray reg, NDArray iou) implements AutoCloseable {

  @Override
  public void close() {
    cls.close();
    reg.close();
    iou.close();
  }
}
