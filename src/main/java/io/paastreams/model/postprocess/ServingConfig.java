package io.paastreams.model.postprocess;

/**
 * Which detections users get.
 *
 * @param scoreThreshold detections have a calibrated score strictly above this, in [0, 1)
 * @param faintThreshold boxes with a calibrated score strictly above this are kept separately; at
 *     most {@code scoreThreshold}, and equal to it for none
 * @param nmsIou a box whose IoU with a better one is strictly above this is dropped, in [0, 1]
 * @param acrossClasses whether boxes of different classes suppress each other
 * @param containment a box that shares at least this fraction of the smaller area with a better one
 *     is dropped, in (0, 1]; -1 for never
 * @param maxDetections the maximum number of detections per image, including faint boxes; -1 for
 *     all
 * @param calibration the calibration of the scores
 */
public record ServingConfig(
    float scoreThreshold,
    float faintThreshold,
    float nmsIou,
    boolean acrossClasses,
    float containment,
    int maxDetections,
    ScoreCalibration calibration) {

  /** A copy with other thresholds. */
  public ServingConfig withThresholds(float score, float faint) {
    return new ServingConfig(
        score, faint, nmsIou, acrossClasses, containment, maxDetections, calibration);
  }
}
