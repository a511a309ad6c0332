package io.paastreams.pipeline.admission;

import io.paastreams.text.CameraPattern;
import java.util.Comparator;
import java.util.List;

/**
 * Which frames are worth being detected, camera by camera.
 *
 * @param standard for all cameras
 * @param cameras what is different for some. Of several that match a camera the narrower wins, for
 *     each setting of its own: a whole id over a pattern, then the pattern with more letters
 */
public record AdmissionConfig(AdmissionRule standard, List<CameraOverride> cameras) {

  /** Detects every frame of every camera. */
  public static final AdmissionConfig EVERY_FRAME =
      new AdmissionConfig(AdmissionRule.EVERY_FRAME, List.of());

  public AdmissionConfig {
    cameras =
        cameras.stream()
            .sorted(
                Comparator.comparing(
                    CameraOverride::pattern, CameraPattern.NARROWER_FIRST.reversed()))
            .toList();
  }

  /** The rule of a camera. */
  public AdmissionRule ruleOf(String cameraId) {
    AdmissionRule rule = standard;
    for (CameraOverride each : cameras) {
      if (each.matches(cameraId)) {
        rule = each.over(rule);
      }
    }
    return rule;
  }
}
