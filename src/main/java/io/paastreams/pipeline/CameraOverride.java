package io.paastreams.pipeline;

import io.paastreams.setting.Fault;
import io.paastreams.setting.SettingValues;
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

  List<Fault> faults() {
    List<Fault> faults = new ArrayList<>(AdmissionRule.CAMERAS.faults(pattern, own));
    if (pattern.isBlank()) {
      faults.add(Fault.of(AdmissionRule.CAMERAS.form(), "must name cameras"));
    }
    return faults;
  }

  /** Letters that a camera id must have: the more, the narrower the pattern; a whole id is most. */
  int narrowness() {
    int letters = (int) pattern.chars().filter(c -> c != '*' && c != '?').count();
    return letters == pattern.length() ? Integer.MAX_VALUE : letters;
  }

  /** In time proportional to the product of both lengths at most: ids come from anybody. */
  boolean matches(String cameraId) {
    int p = 0;
    int star = -1;
    int retry = 0;
    for (int c = 0; c < cameraId.length(); ) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = c;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == cameraId.charAt(c))) {
        p++;
        c++;
      } else if (star >= 0) {
        p = star + 1;
        c = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
