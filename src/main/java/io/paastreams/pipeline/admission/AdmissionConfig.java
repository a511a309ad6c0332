package io.paastreams.pipeline.admission;

import io.paastreams.text.CameraPattern;
import java.util.Comparator;
import java.util.List;

/**
 * Which frames are worth detecting, camera by camera.
 *
 * @param standard the rule for all cameras
 * @param cameras the overrides for single cameras. If several match a camera, the most specific
 *     takes precedence for each setting separately: a whole id over a pattern, then the pattern
 *     with more letters
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
