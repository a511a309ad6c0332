package io.paastreams.rules;

import java.time.Duration;
import java.util.Set;

/**
 * What is counted.
 *
 * @param window length of a window of capture time; windows begin at multiples of it since 1970
 * @param by what has a count of its own
 */
public record CountSettings(Duration window, Set<By> by) {

  public CountSettings {
    by = Set.copyOf(by);
  }

  /** What has a count of its own. */
  public enum By {
    /** The whole frame of each camera. */
    CAMERA,
    /** Each zone. */
    ZONE,
    /** Each line. */
    LINE,
    /** In each of these places, each class apart. */
    LABEL
  }
}
