package io.paastreams.training.loss;

import io.paastreams.geometry.Box;
import io.paastreams.model.box.BoxCoder;
import java.util.List;

/**
 * How badly each candidate anchor currently fits its object: the values that the assignment
 * separates (equation 5). Computed in plain Java, because no gradient flows through that decision.
 */
public final class CandidateLosses {

  private CandidateLosses() {}

  /**
   * Computes the focal loss over all classes plus the weighted {@code 1 - GIoU} for each candidate.
   *
   * @param logits class outputs of one image, {@code A * classes} values
   * @param deltas box outputs of that image, {@code 4 * A} values
   * @param anchors {@code 4 * A} values, x1, y1, x2, y2
   * @param classes the number of classes
   * @param candidates the flat anchor indices
   * @param truthOf the index of each anchor's object
   * @param boxes the boxes of the image's objects in network pixels
   * @param labels the classes of the objects
   * @return one value per candidate
   */
  public static float[] of(
      float[] logits,
      float[] deltas,
      float[] anchors,
      int classes,
      int[] candidates,
      int[] truthOf,
      List<Box> boxes,
      int[] labels,
      LossConfig config) {
    float[] result = new float[candidates.length];
    float[] predicted = new float[4];
    for (int i = 0; i < candidates.length; i++) {
      int anchor = candidates[i];
      int truth = truthOf[anchor];
      double loss = 0;
      for (int k = 0; k < classes; k++) {
        loss += FocalLoss.element(logits[anchor * classes + k], k == labels[truth], config);
      }
      BoxCoder.decode(anchors, 4 * anchor, deltas, 4 * anchor, predicted, 0);
      Box box = boxes.get(truth);
      double giou =
          BoxOverlap.giou(
              predicted[0],
              predicted[1],
              predicted[2],
              predicted[3],
              box.x1(),
              box.y1(),
              box.x2(),
              box.y2());
      result[i] = (float) (loss + config.boxWeight() * (1 - giou));
    }
    return result;
  }
}
