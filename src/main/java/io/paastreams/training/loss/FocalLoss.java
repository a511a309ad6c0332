package io.paastreams.training.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * Sigmoid focal loss (Lin et al., 2017): cross-entropy that discounts predictions that are already
 * right.
 */
final class FocalLoss {

  private FocalLoss() {}

  /**
   * Computes the loss of every element, with its gradient.
   *
   * @param logits float32 values of any shape
   * @param target values of the same shape: 1 for the true class, otherwise 0
   * @return losses of the same shape, neither summed nor weighted
   */
  static NDArray elements(NDArray logits, NDArray target, LossConfig config) {
    NDArray probability = Activation.sigmoid(logits);
    // 1 - p for the true class, p for the others: how wrong the prediction is.
    NDArray wrongness = probability.add(target).sub(Constants.times(probability.mul(target), 2));
    NDArray alpha =
        Constants.times(target, 2 * config.focalAlpha() - 1).add(1 - config.focalAlpha());
    NDArray discount =
        config.focalGamma() == 2
            ? wrongness.square()
            : Constants.power(wrongness, config.focalGamma());
    return crossEntropy(logits, target).mul(discount).mul(alpha);
  }

  /**
   * Computes binary cross-entropy on logits, element by element, without overflow or cancellation.
   */
  static NDArray crossEntropy(NDArray logits, NDArray target) {
    return Activation.relu(logits)
        .sub(logits.mul(target))
        .add(Activation.softPlus(logits.abs().neg()));
  }

  /**
   * The loss of one element in plain Java, for decisions that need no gradient.
   *
   * @param isTrueClass whether the target is 1
   */
  static double element(double logit, boolean isTrueClass, LossConfig config) {
    double signed = isTrueClass ? -logit : logit;
    double wrongness = 1 / (1 + Math.exp(-signed));
    double crossEntropy = Math.max(signed, 0) + Math.log1p(Math.exp(-Math.abs(signed)));
    double alpha = isTrueClass ? config.focalAlpha() : 1 - config.focalAlpha();
    return alpha * Math.pow(wrongness, config.focalGamma()) * crossEntropy;
  }
}
