package io.paastreams.training.loss;

/**
 * The constants of the PAA losses.
 *
 * @param focalGamma how strongly well-classified anchors are discounted (2)
 * @param focalAlpha the weight of the true class, where the others have {@code 1 - alpha} (0.25)
 * @param boxWeight the weight of the GIoU loss (1.3)
 * @param iouWeight the weight of the IoU prediction's loss (0.5)
 */
public record LossConfig(float focalGamma, float focalAlpha, float boxWeight, float iouWeight) {

  /** The constants of the paper's reference configuration. */
  public static LossConfig reference() {
    return new LossConfig(2, 0.25f, 1.3f, 0.5f);
  }
}
