package io.paastreams.pipeline.admission;

import io.paastreams.setting.Fault;
import io.paastreams.setting.SettingValues;
import io.paastreams.text.CameraPattern;
import java.util.ArrayList;
import java.util.List;

/**
 * What is different for some cameras.
 *
 * @param pattern a camera id, or several with {@code *} for any letters and {@code ?} for one
 * @param own values of the settings of {@link AdmissionRule}
 */
public record CameraOverride(String pattern, SettingValues own) {

  AdmissionRule over(AdmissionRule rule) {
    return AdmissionRule.of(own.over(rule.values()));
  }

  public List<Fault> faults() {
    List<Fault> faults = new ArrayList<>(AdmissionRule.CAMERAS.faults(pattern, own));
    if (pattern.isBlank()) {
      faults.add(Fault.of(AdmissionRule.CAMERAS.form(), "must name cameras"));
    }
    return faults;
  }

  boolean matches(String cameraId) {
    return CameraPattern.matches(pattern, cameraId);
  }
}
