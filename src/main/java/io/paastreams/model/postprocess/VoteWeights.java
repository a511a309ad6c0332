package io.paastreams.model.postprocess;

/**
 * The weight of a candidate's vote for a detection as a function of their IoU (PAA, section 3.4):
 * {@code exp(-(1 - IoU)^2 / sigma)}, read from a table.
 *
 * <p>Threading: immutable.
 */
final class VoteWeights {

  /** The paper's bound: candidates with a smaller IoU do not vote. */
  private static final float PAPER_LEAST_IOU = 0.01f;

  /**
   * The negative logarithm of a negligible weight, 7.6e-12: a thousand such votes do not move a box
   * by a float32 step.
   */
  private static final double NEGLIGIBLE = 25.6;

  /** Linear interpolation between this many steps is accurate to 1e-6. */
  private static final int STEPS = 4096;

  /**
   * The weights by IoU in steps; one step beyond 1, because rounding may put an IoU just above it.
   */
  private final float[] table = new float[STEPS + 3];

  private final float leastIou;

  VoteWeights(float sigma) {
    // Uses the decimal number in the recipe, not its neighbour in float32.
    double exact = Double.parseDouble(Float.toString(sigma));
    for (int i = 0; i < table.length; i++) {
      double gap = 1 - (double) i / STEPS;
      table[i] = (float) Math.exp(-gap * gap / exact);
    }
    leastIou = Math.max(PAPER_LEAST_IOU, (float) (1 - Math.sqrt(NEGLIGIBLE * exact)));
  }

  /** The minimum IoU at which candidates need to vote; 0.2 for the paper's sigma. */
  float leastIou() {
    return leastIou;
  }

  /**
   * The weight of a vote.
   *
   * @param iou the IoU in [0, 1], except for rounding
   */
  double of(float iou) {
    float position = iou * STEPS;
    int below = (int) position;
    float low = table[below];
    return low + (position - below) * (table[below + 1] - low);
  }
}
