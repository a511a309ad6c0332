package io.paastreams.model.postprocess;

import io.paastreams.model.box.Nms;

/**
 * How head outputs become detections.
 *
 * @param scoreThreshold candidates have a score strictly above this, in [0, 1)
 * @param candidatesPerLevel the number of locations kept per level before NMS, -1 for all
 * @param nmsIou boxes of one class with an IoU strictly above this are suppressed, in [0, 1]
 * @param classAgnostic whether boxes of different classes suppress each other as well
 * @param maxDetections the maximum number of detections per image, -1 for all
 * @param scoreVoting whether boxes are refined by score voting
 * @param votingSigma how fast a vote loses weight as its box overlaps less, in (0, 1]
 */
public record PostprocessConfig(
    float scoreThreshold,
    int candidatesPerLevel,
    float nmsIou,
    boolean classAgnostic,
    int maxDetections,
    boolean scoreVoting,
    float votingSigma) {

  /** The value in the paper (section 4.1). */
  public static final float PAPER_VOTING_SIGMA = 0.025f;

  public PostprocessConfig {
    require(scoreThreshold >= 0 && scoreThreshold < 1, "scoreThreshold", scoreThreshold, "[0, 1)");
    require(nmsIou >= 0 && nmsIou <= 1, "nmsIou", nmsIou, "[0, 1]");
    require(
        candidatesPerLevel == -1 || candidatesPerLevel > 0,
        "candidatesPerLevel",
        candidatesPerLevel,
        "at least 1, or -1 for all");
    require(
        maxDetections == -1 || maxDetections > 0,
        "maxDetections",
        maxDetections,
        "at least 1, or -1 for all");
    require(votingSigma > 0 && votingSigma <= 1, "votingSigma", votingSigma, "(0, 1]");
  }

  /** Creates a configuration with the paper's weights for votes. */
  public PostprocessConfig(
      float scoreThreshold,
      int candidatesPerLevel,
      float nmsIou,
      boolean classAgnostic,
      int maxDetections,
      boolean scoreVoting) {
    this(
        scoreThreshold,
        candidatesPerLevel,
        nmsIou,
        classAgnostic,
        maxDetections,
        scoreVoting,
        PAPER_VOTING_SIGMA);
  }

  private static void require(boolean holds, String name, Number value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", allowed: " + allowed);
    }
  }

  /** A copy with another score threshold. */
  public PostprocessConfig withScoreThreshold(float threshold) {
    return new PostprocessConfig(
        threshold,
        candidatesPerLevel,
        nmsIou,
        classAgnostic,
        maxDetections,
        scoreVoting,
        votingSigma);
  }

  /** A copy with score voting on or off. */
  public PostprocessConfig withScoreVoting(boolean voting) {
    return new PostprocessConfig(
        scoreThreshold,
        candidatesPerLevel,
        nmsIou,
        classAgnostic,
        maxDetections,
        voting,
        votingSigma);
  }

  Nms nms() {
    return new Nms(nmsIou, classAgnostic, maxDetections);
  }
}
