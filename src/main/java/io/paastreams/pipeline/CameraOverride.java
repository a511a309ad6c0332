package io.paastreams.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is different for some cameras; null for what is not.
 *
 * @param pattern a camera id, or several with {@code *} for any letters and {@code ?} for one
 */
public record CameraOverride(
    String pattern,
    @Nullable Freshness policy,
    @Nullable Duration maxAge,
    @Nullable Double maxFps,
    @Nullable Integer priority) {

  AdmissionRule over(AdmissionRule rule) {
    return new AdmissionRule(
        policy == null ? rule.policy() : policy,
        maxAge == null ? rule.maxAge() : maxAge,
        maxFps == null ? rule.maxFps() : maxFps,
        priority == null ? rule.priority() : priority);
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
