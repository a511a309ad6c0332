package io.paastreams.model.postprocess;

/**
 * How much a candidate's vote for a detection weighs by their IoU (PAA, section 3.4): {@code
 * exp(-(1 - IoU)^2 / sigma)}, read from a table.
 *
 * <p>Threading: immutable.
 */
final class VoteWeights {

  /** The paper's bound: candidates with a smaller IoU do not vote. */
  private static final float PAPER_LEAST_IOU = 0.01f;

  /**
   * -ln of a weight that does not matter, 7.6e-12: a thousand such votes do not move a box by a
   * float32 step.
   */
  private static final double NEGLIGIBLE = 25.6;

  /** Linear interpolation between so many steps is exact to 1e-6. */
  private static final int STEPS = 4096;

  /** By IoU in steps; one step more than 1, since rounding may bring an IoU just above it. */
  private final float[] table = new float[STEPS + 3];

  private final float leastIou;

  VoteWeights(float sigma) {
    // The decimal number that the recipe has, not its neighbour in float32.
    double exact = Double.parseDouble(Float.toString(sigma));
    for (int i = 0; i < table.length; i++) {
      double gap = 1 - (double) i / STEPS;
      table[i] = (float) Math.exp(-gap * gap / exact);
    }
    leastIou = Math.max(PAPER_LEAST_IOU, (float) (1 - Math.sqrt(NEGLIGIBLE * exact)));
  }

  /** Candidates with a smaller IoU need not vote; 0.2 for the paper's sigma. */
  float leastIou() {
    return leastIou;
  }

  /**
   * The weight of a vote.
   *
   * @param iou in [0, 1], but for rounding
   */
  double of(float iou) {
    float position = iou * STEPS;
    int below = (int) position;
    float low = table[below];
    return low + (position - below) * (table[below + 1] - low);
  }
}
