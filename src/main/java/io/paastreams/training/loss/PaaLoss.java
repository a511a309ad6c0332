package io.paastreams.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * The sum that training minimises: focal loss of every anchor's class, GIoU loss of the positives'
 * boxes weighted by their IoU, and cross-entropy of the positives' predicted IoU.
 *
 * @param classification a scalar, divided by the number of positives or the number of images,
 *     whichever is larger
 * @param box a scalar, divided by the sum of the positives' IoUs
 * @param iou a scalar, divided by the number of positives
 */
public record PaaLoss(NDArray classification, NDArray box, NDArray iou) {

  /** The smallest weight of a positive's box. */
  private static final float MIN_IOU = 1e-12f;

  /**
   * Computes the losses of a batch, with gradients for the three outputs. Intermediate arrays
   * belong to the manager of {@code logits}.
   *
   * @param logits class outputs, shape (N, A, classes)
   * @param deltas box outputs, shape (N, A, 4)
   * @param iouLogits IoU outputs, shape (N, A, 1)
   */
  public static PaaLoss of(
      NDArray logits, NDArray deltas, NDArray iouLogits, Targets targets, LossConfig config) {
    NDManager manager = logits.getManager();
    NDArray classification = classification(logits, targets, config);
    int count = targets.positives().length;
    if (count == 0) {
      // Still connected to the outputs, so that every parameter gets a gradient.
      return new PaaLoss(
          classification, Constants.times(deltas.sum(), 0), Constants.times(iouLogits.sum(), 0));
    }
    NDArray index = manager.create(Arrays.stream(targets.positives()).asLongStream().toArray());
    NDArray truth = manager.create(targets.boxes(), new Shape(count, 4));
    NDArray anchors = manager.create(targets.anchors(), new Shape(count, 4));
    NDArray predicted = BoxDeltas.decode(deltas.reshape(-1, 4).get(index), anchors);
    BoxOverlap overlap = BoxOverlap.of(predicted, truth);
    NDArray quality = overlap.iou().stopGradient();
    NDArray weight = Constants.atLeast(quality, MIN_IOU);
    NDArray box =
        Constants.times(overlap.giou().neg().add(1).mul(weight).sum(), config.boxWeight())
            .div(weight.sum());
    NDArray iou =
        Constants.times(
            FocalLoss.crossEntropy(iouLogits.reshape(-1, 1).get(index), quality).sum(),
            config.iouWeight() / count);
    return new PaaLoss(classification, box, iou);
  }

  private static NDArray classification(NDArray logits, Targets targets, LossConfig config) {
    int classes = (int) logits.getShape().get(2);
    float[] oneHot = new float[targets.images() * targets.anchorsPerImage() * classes];
    for (int i = 0; i < targets.positives().length; i++) {
      oneHot[targets.positives()[i] * classes + targets.classes()[i]] = 1;
    }
    NDManager manager = logits.getManager();
    NDArray elements =
        FocalLoss.elements(logits, manager.create(oneHot, logits.getShape()), config);
    if (targets.invalid().length > 0) {
      float[] weights = new float[targets.images() * targets.anchorsPerImage()];
      Arrays.fill(weights, 1);
      for (int anchor : targets.invalid()) {
        weights[anchor] = 0;
      }
      elements =
          elements.mul(
              manager.create(weights, new Shape(targets.images(), targets.anchorsPerImage(), 1)));
    }
    int normaliser = Math.max(targets.positives().length, targets.images());
    return Constants.dividedBy(elements.sum(), normaliser);
  }

  /** The scalar to differentiate. */
  public NDArray total() {
    return classification.add(box).add(iou);
  }

  /** The three values and their sum, in the order of the components. */
  public float[] values() {
    NDList parts = new NDList(classification, box, iou);
    float[] values = new float[4];
    for (int i = 0; i < parts.size(); i++) {
      values[i] = parts.get(i).toFloatArray()[0];
      values[3] += values[i];
    }
    return values;
  }
}
