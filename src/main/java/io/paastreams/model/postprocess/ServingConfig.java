package io.paastreams.model.postprocess;

/**
 * Which detections users get.
 *
 * @param scoreThreshold detections have a calibrated score strictly above it, in [0, 1)
 * @param faintThreshold boxes down to this calibrated score, strictly above it, are kept beside
 *     them; at most {@code scoreThreshold}, and equal to it for none
 * @param nmsIou a box with an IoU strictly above it to a better one goes, in [0, 1]
 * @param acrossClasses whether boxes of different classes suppress each other
 * @param containment a box that shares at least this part of the smaller area with a better one
 *     goes, in (0, 1]; -1 for never
 * @param maxDetections a picture, faint boxes included; -1 for all
 * @param calibration of the scores
 */
public record ServingConfig(
    float scoreThreshold,
    float faintThreshold,
    float nmsIou,
    boolean acrossClasses,
    float containment,
    int maxDetections,
    Calibration calibration) {

  /** The same with other thresholds. */
  public ServingConfig withThresholds(float score, float faint) {
    return new ServingConfig(
        score, faint, nmsIou, acrossClasses, containment, maxDetections, calibration);
  }
}
