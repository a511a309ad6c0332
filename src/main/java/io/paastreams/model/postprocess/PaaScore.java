package io.paastreams.model.postprocess;

import ai.djl.ndarray.NDArray;
import io.paastreams.model.layer.ScriptFunction;

/**
 * The score of a detection (PAA, section 3.4): the geometric mean of its class probability and its
 * predicted IoU, {@code sqrt(sigmoid(cls) * sigmoid(iou))}. This is the only place that knows the
 * formula, in plain Java and as TorchScript, together with what the search for candidates needs to
 * know about it: a rank that orders like the scores but costs less, and which ranks and class
 * logits a threshold rules out.
 *
 * <p>A formula that replaces it must increase with both probabilities: the search looks only at the
 * best class of a location, and {@link #leastLogit} assumes an IoU of 1.
 *
 * <p>Threading: safe; stateless.
 */
final class PaaScore {

  /** Far more than rounding can subtract from a score. */
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

  /** A number that orders like the scores: the square of the score, which needs no root. */
  static float rank(float probability, float iou) {
    return probability * iou;
  }

  /** The score that corresponds to a rank. */
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
   * A pair whose class logit is not above this has a score that is not above the threshold,
   * whatever its IoU: even with an IoU of 1 its rank is its class probability.
   */
  static float leastLogit(float threshold) {
    double probability = leastRank(threshold);
    return (float) (Math.log(probability / (1 - probability)) - MARGIN);
  }

  /**
   * Computes scores on the device.
   *
   * @param cls class logits (N, K, C)
   * @param iou IoU logits (N, K, 1)
   * @return (N, K, C)
   */
  static NDArray scores(NDArray cls, NDArray iou) {
    return SCORES.apply(cls, iou);
  }

  /**
   * Computes the rank of each location's best class on the device: the best class has the largest
   * logit. NaN has no score and cannot displace a location that has one.
   *
   * @param cls class logits (N, K, C)
   * @param iou IoU logits (N, K, 1)
   * @return (N, K)
   */
  static NDArray bestRanks(NDArray cls, NDArray iou) {
    return RANKS.apply(cls, iou);
  }
}
