package io.paastreams.model.postprocess;

import ai.djl.ndarray.NDArray;
import io.paastreams.model.layer.ScriptFunction;

/**
 * The score of a detection (PAA, section 3.4): the geometric mean of the probability of its class
 * and of its predicted IoU, {@code sqrt(sigmoid(cls) * sigmoid(iou))}. The one place that knows
 * this formula, in plain Java and as TorchScript, together with what the search for candidates
 * needs to know of it: a rank that orders as scores do and costs less, and which ranks and class
 * logits a threshold rules out.
 *
 * <p>A formula that takes its place must grow with both probabilities: the search looks at the best
 * class of a location only, and {@link #leastLogit} assumes an IoU of 1.
 *
 * <p>Threading: no state.
 */
final class PaaScore {

  /** Far more than rounding takes off a score. */
  private static final double MARGIN = 1e-3;

  private static final String PRODUCT = "torch.mul(torch.sigmoid(%s), torch.sigmoid(%s))";

  private static final ScriptFunction SCORES =
      ScriptFunction.of("torch.sqrt_(" + PRODUCT.formatted("x", "y") + ")", 2);

  private static final ScriptFunction RANKS =
      ScriptFunction.of(
          "torch.nan_to_num_("
              + PRODUCT.formatted(
                  "torch.amax(torch.nan_to_num(x, -1e30), [2], False)", "torch.squeeze(y, 2)")
              + ")",
          2);

  private PaaScore() {}

  /** A number that orders as scores do: their square, without the root. */
  static float rank(float probability, float iou) {
    return probability * iou;
  }

  /** The score that belongs to a rank. */
  static float ofRank(float rank) {
    return (float) Math.sqrt(rank);
  }

  /** The largest rank whose score is not above the threshold. */
  static float leastRank(float threshold) {
    float rank = threshold * threshold;
    while (ofRank(rank) > threshold) {
      rank = Math.nextDown(rank);
    }
    while (ofRank(Math.nextUp(rank)) <= threshold) {
      rank = Math.nextUp(rank);
    }
    return rank;
  }

  /**
   * A class logit that is not above this has a score that is not above the threshold, whatever its
   * IoU: even with an IoU of 1 its rank is its probability.
   */
  static float leastLogit(float threshold) {
    double probability = leastRank(threshold);
    return (float) (Math.log(probability / (1 - probability)) - MARGIN);
  }

  /**
   * Scores on the device.
   *
   * @param cls class logits (N, K, C)
   * @param iou IoU logits (N, K, 1)
   * @return (N, K, C)
   */
  static NDArray scores(NDArray cls, NDArray iou) {
    return SCORES.apply(cls, iou);
  }

  /**
   * The rank of each location's best class, on the device: the best class has the largest logit.
   * What is not a number has no score and cannot push a location that has one off its place.
   *
   * @param cls class logits (N, K, C)
   * @param iou IoU logits (N, K, 1)
   * @return (N, K)
   */
  static NDArray bestRanks(NDArray cls, NDArray iou) {
    return RANKS.apply(cls, iou);
  }
}
